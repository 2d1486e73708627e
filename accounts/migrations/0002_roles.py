"""The staff groups. Permissions are named here, so that the roles exist before `post_migrate` fills in the rest."""

from django.db import migrations

from accounts.roles import ROLES

REAL = {"view": "Can view", "add": "Can add", "change": "Can change", "delete": "Can delete", "review": "Can review"}


def make(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    for role, names in ROLES.items():
        group, _ = Group.objects.get_or_create(name=role)
        found = []
        for name in names:
            app_label, codename = name.split(".")
            act, model = codename.split("_", 1)
            kind, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
            permission, _ = Permission.objects.get_or_create(
                codename=codename, content_type=kind, defaults={"name": f"{REAL.get(act, f'Can {act}')} {model}"}
            )
            found.append(permission)
        group.permissions.set(found)


def remove(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make, remove)]
