"""The old makers' clients against the running product: Studio's GPU half and Furniture, literally as they call."""

import json
import time
from pathlib import Path

import httpx
import pytest

from tests.product import Product

PHOTO = Path(__file__).resolve().parents[1] / "samples" / "photos" / "vase_blue.jpg"


@pytest.mark.timeout(300)
def test_the_gpu_halfs_client_draws_models_follows_and_fetches(product: Product) -> None:
    with httpx.Client(base_url=product.url, timeout=130) as api:
        assert api.get("/health").json() == {"status": "ok"}
        preview = api.post("/text-to-image", data={"prompt": "a tall blue ceramic vase", "user_id": "u1"})
        assert preview.status_code == 200, preview.text
        assert api.get(preview.json()["image_url"]).headers["content-type"] == "image/png"
        taken = api.post("/image-to-3d", data={"image_url": preview.json()["image_url"], "user_id": "u1"})
        assert taken.status_code == 200, taken.text
        rows = followed(api, taken.json()["stream_url"])
        status = api.get(taken.json()["status_url"]).json()

        assert [number for number, _ in rows] == list(range(1, len(rows) + 1))
        assert rows[-1][1]["status"] == "completed", rows[-1]
        assert rows[-1][1]["result"] == status["result"]
        assert api.get(status["result"]["mesh_url"]).content[:4] == b"glTF"
        info = api.get("/queue/info").json()
        assert info["estimated_time_per_job_seconds"] > 0  # measured: a job of this engine has ended


def followed(api: httpx.Client, url: str) -> list[tuple[int, dict]]:
    """Every event of a stream up to its end."""
    found, number = [], 0
    with api.stream("GET", url) as stream:
        assert stream.headers["content-type"] == "text/event-stream"
        for line in stream.iter_lines():
            if line.startswith("id: "):
                number = int(line[4:])
            elif line.startswith("data: "):
                found.append((number, json.loads(line[6:])))
    return found


@pytest.mark.timeout(300)
def test_the_furniture_app_turns_a_photo_into_a_model(product: Product) -> None:
    with httpx.Client(base_url=product.url, timeout=60) as api:
        session = api.get("/api/generate_session_id").json()["session_id"]
        saved = api.post(
            f"/api/process_furniture_image/{session}",
            files={"image": ("My vase.jpg", PHOTO.read_bytes(), "image/jpeg")},
        )
        assert saved.json() == {
            "message": "Image saved successfully", "session_id": session, "filename": "my-vase.jpg",
        }  # fmt: skip
        until = time.monotonic() + 120
        while not (told := api.get(f"/api/session_models/{session}").json())["models"] and time.monotonic() < until:
            assert told["failed"] == []
            time.sleep(0.5)
        assert told["models"] == ["my-vase.glb"]
        model = api.get(f"/sessions/{session}/models/my-vase.glb")
        assert (model.headers["content-type"], model.content[:4]) == ("model/gltf-binary", b"glTF")
