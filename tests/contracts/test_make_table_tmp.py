import csv
from tests.contracts.world import World, Row, ROLES, TABLE
import pytest
API="""GET /health
POST /auth/register {"email": "new@example.com", "password": "correct-horse-7"}
POST /auth/login {"email": "owner", "password": "correct-horse-7"}
POST /auth/refresh {"refresh_token": "nonsense"}
GET /auth/me
GET /auth/logout
POST /auth/logout
POST /socket-tickets
GET /jobs
POST /jobs {"prompt": "a round oak table"}
GET /jobs/{job}
GET /jobs/{nobodys}
PATCH /jobs/{job} {"name": "Table"}
DELETE /jobs/{job}
DELETE /jobs/{nobodys}
POST /jobs/{pending}/start
POST /jobs/{waiting}/complete?success=true
POST /jobs/{waiting}/cancel
POST /jobs/{cancelled}/retry
POST /jobs/{job}/publish
GET /assets
POST /assets {"job_id": "{job}", "asset_type": "glb", "uri": "nexus://open/{file}"}
GET /assets/{asset}
DELETE /assets/{asset}
GET /engines
GET /models
POST /models {"name": "New box"}
GET /models/{listing}
GET /models/{draft}
GET /models/{in_review}
GET /models/{rejected}
GET /models/{archived}
PATCH /models/{listing} {"description": "A box."}
PATCH /models/{draft} {"description": "A box."}
DELETE /models/{draft}
DELETE /models/{listing}
POST /models/{draft}/files file
POST /models/{draft}/submit
POST /models/{listing}/archive
POST /models/{archived}/unarchive
POST /models/{listing}/download {"format": "glb"}
POST /models/{draft}/download {"format": "glb"}
GET /models/{listing}/like
PUT /models/{listing}/like
PUT /models/{draft}/like
DELETE /models/{listing}/like
GET /uploads/{upload}
GET /categories
GET /orders
POST /orders {"items": [{"model": {listing}}], "payment_method": "pm_card_visa"}
GET /orders/{order}
GET /orders/{unpaid}
GET /me
PATCH /me {"bio": "Boxes."}
GET /me/library
GET /users/owner
GET /schema
GET /docs
GET /no-such-route
"""
ROOMS="""POST /generate {"prompt": "a round oak table"}
GET /models
GET /models/{job}
GET /models/{nobodys}
DELETE /models/{job}
DELETE /models/{nobodys}
GET /no-such-route
"""
SITE="""GET /healthz
GET /readyz
GET /metrics
GET /files/{file}
GET /accounts/login/
POST /accounts/login/ {"login": "owner", "password": "wrong"}
GET /accounts/logout/
POST /accounts/logout/
GET /accounts/inactive/
GET /accounts/signup/
POST /accounts/signup/ {"email": "new@example.com", "username": "newcomer", "password1": "correct-horse-7"}
GET /accounts/reauthenticate/
GET /accounts/email/
GET /accounts/confirm-email/
GET /accounts/password/change/
GET /accounts/password/set/
GET /accounts/password/reset/
POST /accounts/password/reset/ {"email": "owner@example.com"}
GET /accounts/login/code/confirm/
GET /accounts/confirm-email/nonsense/
POST /accounts/confirm-email/nonsense/
GET /accounts/password/reset/key/done/
GET /accounts/password/reset/key/1-nonsense/
GET /accounts/password/reset/done/
GET /accounts/2fa/
GET /accounts/2fa/authenticate/
GET /accounts/2fa/reauthenticate/
GET /accounts/2fa/totp/activate/
GET /accounts/2fa/totp/deactivate/
GET /accounts/2fa/recovery-codes/
GET /accounts/2fa/recovery-codes/generate/
GET /accounts/2fa/recovery-codes/download/
GET /accounts/3rdparty/login/cancelled/
GET /accounts/3rdparty/login/error/
GET /accounts/3rdparty/signup/
GET /accounts/3rdparty/
GET /accounts/social/login/cancelled/
GET /accounts/social/login/error/
GET /accounts/social/signup/
GET /accounts/social/connections/
GET /accounts/sessions/
GET /settings/
POST /settings/ {"display_name": "Ida", "bio": "", "language": "en"}
GET /create/
POST /create/ {"prompt": "a round oak table"}
GET /jobs/{job}/
GET /jobs/{nobodys}/
GET /jobs/{job}/panel/
POST /jobs/{waiting}/cancel/
POST /jobs/{job}/rename/ {"name": "Table"}
POST /jobs/{cancelled}/retry/
POST /jobs/{job}/delete/
POST /jobs/{job}/publish/
GET /
GET /models/
GET /models/{listing}/
POST /models/{free}/claim/
POST /models/{listing}/like/
POST /models/{listing}/download/ {"format": "glb"}
GET /models/{draft}/edit/
POST /models/{draft}/upload/ file
GET /models/{draft}/upload/panel/
POST /models/{draft}/submit/
POST /models/{listing}/archive/
POST /models/{archived}/unarchive/
POST /models/{draft}/delete/
GET /models/{listing}-{slug}/
GET /models/{draft}-draft-box/
GET /u/owner/
GET /upload/
POST /upload/ file
GET /library/
GET /get/{get}
GET /licences/
GET /how-we-rank/
GET /rules/
GET /privacy/
GET /terms/
POST /checkout/ {"model": "{listing}"}
GET /checkout/{order}/
GET /checkout/{order}/panel/
POST /checkout/{unpaid}/pay/
POST /checkout/{unpaid}/again/
GET /orders/
GET /dashboard/
POST /webhooks/test/
GET /test-gateway/pay/{card}/
GET /test-gateway/pay/{card}/bank/
GET /admin/
GET /admin/login/
POST /admin/logout/
GET /admin/password_change/
GET /admin/password_change/done/
GET /admin/autocomplete/
GET /admin/jsi18n/
GET /admin/r/{type}/{person}/
GET /admin/marketplace/listing/review/
GET /admin/marketplace/listing/review/{in_review}/
GET /admin/accounts/
GET /admin/no-such-page/
"""
ADMIN={"accounts/user":"{person}","generation/job":"{job}","marketplace/listing":"{listing}","marketplace/category":"{category}","marketplace/tag":"{tag}","marketplace/upload":"{upload}","marketplace/entitlement":"{entitlement}","marketplace/downloadlog":"{log}","marketplace/order":"{order}","marketplace/payment":"{payment}","marketplace/gatewayevent":"{event}","marketplace/journalentry":"{entry}","marketplace/journalline":"{line}","marketplace/account":"{account}","auth/group":"1","account/emailaddress":"1","socialaccount/socialapp":"1","socialaccount/socialtoken":"1","socialaccount/socialaccount":"1","mfa/authenticator":"1","usersessions/usersession":"1"}
def rows():
    for prefix, text in (("/api/v1",API),("/3d",ROOMS),("",SITE)):
        for line in text.strip().splitlines():
            method, path, *body = line.split(" ",2)
            yield method, prefix+path, (body or [""])[0]
    for model, pk in ADMIN.items():
        b=f"/admin/{model}/"
        yield "GET", b, ""
        yield "GET", b+"add/", ""
        for act in ("history/","delete/","change/",""):
            yield "GET", f"{b}{pk}/{act}", ""
        yield "POST", f"{b}{pk}/change/", ""
        yield "POST", f"{b}{pk}/delete/", '{"post": "yes"}'

@pytest.mark.django_db
def test_make(monkeypatch):
    from nexus.api.rooms import views as rooms
    monkeypatch.setattr(rooms, "PATIENCE_SECONDS", 0.0)
    world = World()
    with TABLE.open("w", newline="") as out:
        w = csv.writer(out, lineterminator="\n")
        w.writerow(["method","path","body",*ROLES])
        for method, path, body in rows():
            row = Row(method, path, body, {})
            got=[]
            for role in ROLES:
                try: got.append(world.status(row, role))
                except Exception as e: got.append(f"{type(e).__name__}: {e}"[:90])
            w.writerow([method, path, body, *got])
