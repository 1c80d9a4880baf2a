from assistant.commands import main

main()
