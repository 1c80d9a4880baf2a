"""An OpenID provider on loopback that signs in whoever the page's address names: the least that the protocol asks."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})


class _Provider(BaseHTTPRequestHandler):
    people: list[str] = []  # noqa: RUF012  the next to sign in
    asked: dict[str, dict[str, str]] = {}  # noqa: RUF012

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        if place.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(place.query).items()}
            code = f"code-{len(self.asked)}"
            self.asked[code] = asked | {"sub": self.people.pop(0)}
            self.send_response(302)
            back = urlencode({"code": code, "state": asked["state"]})
            self.send_header("Location", f"{asked['redirect_uri']}?{back}")
            self.end_headers()
        elif place.path == "/keys":
            self._send({"keys": [KEY.as_dict(private=False)]})
        else:
            self._send({
                "issuer": self.here, "authorization_endpoint": f"{self.here}/authorize",
                "token_endpoint": f"{self.here}/token", "jwks_uri": f"{self.here}/keys",
                "response_types_supported": ["code"], "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
            })  # fmt: skip

    def do_POST(self) -> None:
        body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        asked = self.asked[body["code"][0]]
        now = int(time.time())
        claims = {
            "iss": self.here, "aud": asked["client_id"], "sub": asked["sub"], "name": asked["sub"], "iat": now,
            "exp": now + 600, "nonce": asked.get("nonce", ""),
        }  # fmt: skip
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, KEY)
        self._send({"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": token})

    @property
    def here(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def _send(self, held: dict[str, object]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(held).encode())

    def log_message(self, *_: object) -> None: ...


@contextmanager
def provider(*people: str) -> Iterator[str]:
    """Its address. It signs in these people, one at each visit."""
    _Provider.people = list(people)
    with ThreadingHTTPServer(("127.0.0.1", 0), _Provider) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def secrets(provider: str, page: str) -> str:
    """`.streamlit/secrets.toml` of a page that signs in there."""
    return (
        f'[auth]\nredirect_uri = "{page}/oauth2callback"\ncookie_secret = "{"s" * 40}"\nclient_id = "page"\n'
        f'client_secret = "c"\nserver_metadata_url = "{provider}/.well-known/openid-configuration"\n'
    )
