"""The product's addresses and one more, whose page says hello: what any signed-in page costs."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello, world")


urlpatterns = [path("hello/", hello), path("", include("improvement.urls"))]
