"""What the shop window shows: tutorials, the home page, testimonials."""

from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.homepage import selectors as homepage
from marketplace.tutorials import selectors as tutorials
from marketplace.tutorials.models import Tutorial
from nexus.api import base
from nexus.api.core.shapes import window as shapes


def shape_of(rows: list[Tutorial]) -> list[shapes.TutorialShape]:
    ids = list(dict.fromkeys(number for row in rows for number in row.model_ids))
    return shapes.tutorials(rows, tutorials.embedded_cards(ids))


class Tutorials(base.View):
    class Query(base.Paged):
        level = base.Choice(Tutorial.Level.values, required=False)

    @base.call("Published tutorials", query=Query, gives={200: (shapes.TutorialShape,)})
    def get(self, request: Request) -> Response:
        rows = tutorials.published_tutorials()
        if "level" in self.query:
            rows = rows.filter(level=self.query["level"])
        return base.page(request, self.query, rows, lambda found: shape_of(list(found)))


class OneTutorial(base.View):
    @base.call("One tutorial", gives={200: shapes.TutorialShape})
    def get(self, request: Request, slug: str) -> Response:
        return Response(shape_of([tutorials.published_tutorial(slug)])[0])


class Homepage(base.View):
    @base.call("The home page's blocks", gives={200: shapes.HomepageShape})
    def get(self, request: Request) -> Response:
        return Response(shapes.homepage(homepage.current()))


class Testimonials(base.View):
    @base.call("What people say", query=base.Paged, gives={200: (shapes.TestimonialShape,)})
    def get(self, request: Request) -> Response:
        rows = homepage.published_testimonials()
        return base.page(request, self.query, rows, lambda found: [shapes.testimonial(row) for row in found])
