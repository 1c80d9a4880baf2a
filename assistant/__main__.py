"""The console script, which `python -m assistant` is too."""

import gc


def main() -> None:
    """Run the command line; see `assistant.commands.main`."""
    gc.disable()  # until what is imported is there: of that, nothing is garbage, and looking takes a tenth of the time
    from assistant.commands import main as run

    run()


if __name__ == "__main__":
    main()
