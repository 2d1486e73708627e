"""Files on their way in (form, tus 1.0, bucket), files of a model, and their downloads."""

import base64
import binascii
from typing import Any, ClassVar

from django.conf import settings
from rest_framework import serializers
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.catalog import selectors
from marketplace.catalog.models import Upload
from marketplace.catalog.selectors import files as asked_of_files
from marketplace.catalog.services import conversions, downloads, uploads
from nexus.api import base
from nexus.api.core.shapes import market
from nexus.api.core.shapes import uploads as shapes
from nexus.api.fields import FormParser
from nexus.foundation.errors import Invalid, NexusError, TooLarge
from nexus.foundation.storage import uploads as parts

MISSING = "There is no such model, or it is not on show."
NO_UPLOAD = "There is no such upload, or it is not yours."
NO_CONVERSION = "There is no such conversion, or it is not yours to see."
SENT_MOST = 64 * 2**20  # as a form; larger files come in parts
FORM_ROOM = 2**20
TUS = "1.0.0"
EXTENSIONS = "creation,termination,expiration"
PART_TYPE = "application/offset+octet-stream"
TUS_HEADERS = "Tus-Resumable, Upload-Length, Upload-Metadata, Upload-Offset"


class WrongVersion(NexusError):  # noqa: N818 - it happens to the request
    status = 412
    default_code = "wrong_tus_version"


def upload_id_of(text: str) -> Any:
    return base.wanted_uuid(text, NO_UPLOAD)


class Files(base.View):
    parser_classes = [FormParser]

    class Form(base.Body):
        file = serializers.FileField()

    @base.call(
        "Send a file of at most 64 MB as multipart `file`", form=Form, gives={202: market.UploadShape}, signed_in=True
    )
    def post(self, request: Request, model_id: str) -> Response:
        listing = selectors.listing_seen_by(self.person, base.wanted_number(model_id, MISSING))
        sent = request.META.get("CONTENT_LENGTH") or "0"
        if sent.isdigit() and int(sent) > SENT_MOST + FORM_ROOM:
            raise TooLarge("This route takes files of at most 64 MB. Send larger ones in parts to /api/v1/uploads.")
        file = request.FILES.get("file")
        if file is None:
            sentence = "Send the file as multipart field `file`."
            raise Invalid(sentence, fields={"file": [sentence]})
        if file.size is None or file.size > SENT_MOST:
            raise TooLarge("This route takes files of at most 64 MB. Send larger ones in parts to /api/v1/uploads.")
        made = uploads.receive_upload(listing, by=self.person, filename=file.name or "", chunks=file.chunks())
        return Response(shapes.upload(made), status=202)


class OneFile(base.View):
    @base.call("One file of a model with its own facts", gives={200: market.FileShape}, signed_in=True)
    def get(self, request: Request, model_id: str, file_id: str) -> Response:
        found = asked_of_files.file_for_owner(self.person, *_file_ids(model_id, file_id))
        return Response(shapes.file(found.row, found.facts))

    @base.call("Take a file off a draft", gives={204: None}, signed_in=True)
    def delete(self, request: Request, model_id: str, file_id: str) -> Response:
        asked_of_files.file_for_owner(self.person, *_file_ids(model_id, file_id))
        listing_id, number = _file_ids(model_id, file_id)
        uploads.remove_file(listing_id, number, by=self.person)
        return Response(status=204)


def _file_ids(model_id: str, file_id: str) -> tuple[int, int]:
    missing = "There is no such file, or it is not yours to see."
    return base.wanted_number(model_id, missing), base.wanted_number(file_id, missing)


class Tus(base.View):
    """What all routes of the tus protocol share."""

    told: ClassVar[dict[str, str]] = {
        "Tus-Resumable": TUS,
        "Tus-Version": TUS,
        "Tus-Extension": EXTENSIONS,
    }

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.headers.get("Tus-Resumable", TUS) != TUS and request.method != "OPTIONS":
            raise WrongVersion(f"This server speaks tus {TUS}.")

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        final = super().finalize_response(request, response, *args, **kwargs)
        for name, value in (*self.told.items(), ("Tus-Max-Size", str(settings.UPLOAD_MAX_BYTES))):
            final[name] = value
        if "Access-Control-Allow-Origin" in final:
            exposed = "Location, Upload-Expires, Upload-Length, Upload-Offset, Tus-Resumable"
            final["Access-Control-Expose-Headers"] = f"{final['Access-Control-Expose-Headers']}, {exposed}"
            if "Access-Control-Allow-Headers" in final:
                final["Access-Control-Allow-Headers"] = f"{final['Access-Control-Allow-Headers']}, {TUS_HEADERS}"
        return final


def _whole_number(request: Request, name: str) -> int:
    text = request.headers.get(name, "")
    if not text.isascii() or not text.isdecimal() or len(text) > 15:
        raise Invalid(f"The header {name} says a number of bytes.", code="bad_header", fields={name: ["Missing."]})
    return int(text)


def _metadata(text: str) -> dict[str, str]:
    """`Upload-Metadata`: pairs of a key and a base64 value, with commas between."""
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        key, _, value = pair.partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, ValueError) as error:
            sentence = "Upload-Metadata holds a value that is not base64 of UTF-8 text."
            raise Invalid(sentence, code="bad_header", fields={"Upload-Metadata": [sentence]}) from error
    return found


def _expires(row: Upload) -> dict[str, str]:
    if row.expires_at is None:
        return {}
    return {"Upload-Expires": row.expires_at.strftime("%a, %d %b %Y %H:%M:%S GMT")}


class Uploads(Tus):
    @base.call(
        "Announce a file that comes in parts (tus 1.0 creation)",
        headers=[
            base.header("Upload-Length", "The file's bytes.", required=True, kind=int),
            base.header("Upload-Metadata", "Pairs of a key and a base64 value: `filename`, `model_id`."),
        ],
        gives={201: market.UploadShape},
        signed_in=True,
    )
    def post(self, request: Request) -> Response:
        """`Upload-Length` says its bytes, `Upload-Metadata` its `filename` and, if it is for one, `model_id`."""
        size = _whole_number(request, "Upload-Length")
        told = _metadata(request.headers.get("Upload-Metadata", ""))
        listing_id = base.wanted_number(told["model_id"], MISSING) if told.get("model_id") else None
        made = uploads.begin_parts(by=self.person, filename=told.get("filename", ""), size=size, listing_id=listing_id)
        headers = {"Location": base.absolute(f"/api/v1/uploads/{made.pk}"), "Upload-Offset": "0", **_expires(made)}
        return Response(shapes.upload(made), status=201, headers=headers)


class OneUpload(Tus):
    @base.call("How far an upload is", gives={200: market.UploadShape}, signed_in=True)
    def get(self, request: Request, upload_id: str) -> Response:
        return Response(shapes.upload(selectors.upload_of(self.person, upload_id_of(upload_id))))

    @base.call("How many bytes have come (tus 1.0)", gives={200: None}, signed_in=True)
    def head(self, request: Request, upload_id: str) -> Response:
        row = selectors.upload_of(self.person, upload_id_of(upload_id))
        come = row.size
        if row.state == Upload.State.RECEIVING:
            come = parts.size_of(uploads.part_of(row.pk, by=self.person).pk)
        headers = {"Upload-Offset": str(come), "Upload-Length": str(row.size), **_expires(row)}
        return Response(status=200, headers=headers)

    @base.call(
        "Send the next part (tus 1.0)",
        raw=PART_TYPE,
        headers=[base.header("Upload-Offset", "The bytes that have come.", required=True, kind=int)],
        gives={204: None},
        signed_in=True,
    )
    def patch(self, request: Request, upload_id: str) -> Response:
        """The body is the bytes from `Upload-Offset` on, as `application/offset+octet-stream`."""
        wanted, kind = upload_id_of(upload_id), request.headers.get("Content-Type", "")
        if kind.partition(";")[0].strip().lower() != PART_TYPE:
            raise UnsupportedMediaType(kind)
        sent = request.META.get("CONTENT_LENGTH") or ""
        row = uploads.add_part(
            wanted,
            by=self.person,
            offset=_whole_number(request, "Upload-Offset"),
            source=request._request,  # type: ignore[arg-type]  # noqa: SLF001 - bytes as they come, never as a whole
            length=int(sent) if sent.isdecimal() else None,
        )
        come = row.size if row.state != Upload.State.RECEIVING else parts.size_of(row.pk)
        return Response(status=204, headers={"Upload-Offset": str(come), **_expires(row)})

    @base.call(
        "Stop an upload, or forget one that no model has (tus 1.0 termination)", gives={204: None}, signed_in=True
    )
    def delete(self, request: Request, upload_id: str) -> Response:
        uploads.drop_upload(upload_id_of(upload_id), by=self.person)
        return Response(status=204)


class ToBucket(base.View):
    class Body(base.Body):
        filename = base.Text(max_length=400)
        size = serializers.IntegerField(min_value=1)
        model_id = serializers.IntegerField(required=False, min_value=1)

    @base.call(
        "Signed addresses to send a file's parts to the bucket",
        body=Body,
        gives={201: shapes.BucketUpload},
        signed_in=True,
    )
    def post(self, request: Request) -> Response:
        made = uploads.begin_in_bucket(
            by=self.person,
            filename=self.asked["filename"],
            size=self.asked["size"],
            listing_id=self.asked.get("model_id"),
        )
        return Response(shapes.bucket(made), status=201)


class SentPart(base.Body):
    number = serializers.IntegerField(min_value=1, max_value=10_000)
    etag = base.Text(max_length=200)


class Complete(base.View):
    class Body(base.Body):
        parts = serializers.ListField(child=SentPart(), min_length=1, max_length=10_000)

    @base.call("All parts are in the bucket", body=Body, gives={202: market.UploadShape}, signed_in=True)
    def post(self, request: Request, upload_id: str) -> Response:
        sent = [(part["number"], part["etag"]) for part in self.asked["parts"]]
        made = uploads.complete_in_bucket(upload_id_of(upload_id), by=self.person, sent=sent)
        return Response(shapes.upload(made), status=202)


class Download(base.View):
    class Body(base.Body):
        format = base.Text(max_length=12, required=False, default="", allow_blank=True)
        version = serializers.IntegerField(required=False, min_value=1, max_value=32_767)

    @base.call(
        "A link to a file, for who holds the right",
        body=Body,
        gives={200: market.Link, 202: shapes.Waiting},
        signed_in=True,
    )
    def post(self, request: Request, model_id: str) -> Response:
        """A format that is not made yet is made once: 202, with the address that tells when it is."""
        listing_id, version = base.wanted_number(model_id, MISSING), self.asked.get("version")
        wanted = self.asked["format"]
        if wanted:
            waiting = conversions.ask_conversion(listing_id, by=self.person, format=wanted, version=version)
            if waiting is not None:
                return Response(shapes.waiting(waiting), status=202)
        made = downloads.open_download(listing_id, by=self.person, format=wanted, version=version)
        told: market.Link = {
            "url": base.absolute(made.url),
            "expires_at": made.expires_at,
            "filename": made.filename,
            "size": made.size,
            "sha256": made.sha256,
        }
        return Response(told)


class OneConversion(base.View):
    @base.call("How far a format is", gives={200: shapes.ConversionShape}, signed_in=True)
    def get(self, request: Request, conversion_id: str) -> Response:
        wanted = base.wanted_uuid(conversion_id, NO_CONVERSION)
        return Response(shapes.conversion(conversions.conversion_seen_by(self.person, wanted)))
