"""Studio's client in tests: its two halves, and the workshop and photos its routes need."""

import io
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image, ImageDraw

from generation import workbench
from nexus.foundation import bench
from tests import make
from tests.contracts.api import Api, check

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "photos"


def front(user: Any = None, **options: Any) -> Api:
    return Api(user, at="/api/3d", **options)


def gpu(user: Any = None, **options: Any) -> Api:
    return Api(user, at="", **options)


def form(api: Api, path: str, /, **fields: Any) -> Any:
    """POST multipart, as the old clients do."""
    headers = {"Authorization": f"Bearer {api.token}"} if api.token else {}
    body = encode_multipart(BOUNDARY, fields)
    answer = api.client.generic("POST", f"{api.at}{path}", body, content_type=MULTIPART_CONTENT, headers=headers)
    check("POST", f"{api.at}{path}", answer)
    return answer


def file(data: bytes, name: str = "photo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def photo(size: int = 160, kind: str = "PNG") -> bytes:
    """A red vase-like thing on a pale ground."""
    picture = Image.new("RGB", (size, size), (236, 234, 230))
    draw = ImageDraw.Draw(picture)
    draw.ellipse([size * 0.25, size * 0.35, size * 0.75, size * 0.9], fill=(170, 40, 36))
    draw.rectangle([size * 0.4, size * 0.15, size * 0.6, size * 0.45], fill=(170, 40, 36))
    held = io.BytesIO()
    picture.save(held, kind)
    return held.getvalue()


class WorkshopHere:
    """Stands for the broker: what is asked of a worker is done at once in this process's warm child."""

    def send_task(self, _name: str, *, kwargs: dict[str, Any], **_options: Any) -> None:
        workbench.answer(**kwargs)


def open_workshop(monkeypatch: Any) -> None:
    monkeypatch.setattr(bench, "current_app", WorkshopHere())
    monkeypatch.setattr(workbench, "child", make.child)
    monkeypatch.setattr(workbench, "folder", make.work_folder)
