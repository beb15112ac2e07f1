"""nginx as it is shipped: docker/nginx/site.conf.template, filled in as nginx's own image does."""

import os
import string
import subprocess
from collections.abc import Mapping
from pathlib import Path

TEMPLATE = Path(__file__).resolve().parent.parent / "docker/nginx/site.conf.template"
NGINX_CONF = """
$user daemon off; pid $folder/nginx.pid; error_log stderr warn; worker_processes 1;
events { worker_connections 256; }
http {
    include /etc/nginx/mime.types; default_type application/octet-stream; access_log $access_log; sendfile on;
    client_body_temp_path $folder/body; proxy_temp_path $folder/proxy; fastcgi_temp_path $folder/fastcgi;
    uwsgi_temp_path $folder/uwsgi; scgi_temp_path $folder/scgi;
    include $folder/site.conf;
    $more
}
"""


def configure(
    folder: Path, host: str, ports: Mapping[str, int], more: str = "", access_log: str = "off"
) -> list[str]:
    """Write the configuration and a certificate into `folder`; return what nginx is started with.

    `ports` are WEB, where the application answers, HTTP and HTTPS. `more` goes beside the site. Requests
    are written down in `access_log`, as nginx's image does it of itself.
    """
    for name in ("tls", "cache"):
        (folder / name).mkdir()
    make_certificate(folder / "tls", host)
    values = {
        "SITE_HOST": host,
        "TLS": str(folder / "tls"),
        "CACHE": str(folder / "cache"),
        "MEDIA": str(folder / "var/media"),
        **{name: f"127.0.0.1:{port}" for name, port in ports.items()},
    }
    template = TEMPLATE.read_text()
    for name, value in values.items():
        template = template.replace(f"${{{name}}}", value)
    (folder / "site.conf").write_text(template)
    user = "user root;" if os.getuid() == 0 else ""  # the folder is nobody else's
    configuration = string.Template(NGINX_CONF).substitute(
        folder=folder, user=user, more=more, access_log=access_log
    )
    (folder / "nginx.conf").write_text(configuration)
    return ["-p", str(folder), "-c", str(folder / "nginx.conf")]


def make_certificate(folder: Path, host: str) -> None:
    """Write `privkey.pem` and a certificate for `host` that is its own authority, `fullchain.pem`."""
    command = (
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={host}"),
        *("-addext", f"subjectAltName=DNS:{host}"),
        *("-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")),
    )
    subprocess.run(command, check=True, capture_output=True)
