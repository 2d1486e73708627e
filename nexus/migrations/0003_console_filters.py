from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('nexus', '0002_audit_refuses_change'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField()),
                ('table', models.CharField(max_length=80)),
                ('query', models.CharField(max_length=1000)),
            ],
        ),
        migrations.AddConstraint(
            model_name='keptfilter',
            constraint=models.UniqueConstraint(fields=('person_id', 'table'), name='kept_filter_once'),
        ),
    ]
