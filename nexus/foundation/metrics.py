"""The figures of one process for Prometheus."""

from prometheus_client import Counter, Histogram

REQUESTS = Counter("nexus_requests_total", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "nexus_request_seconds", "Time to answer", ["route"], buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
)


def request(method: str, route: str, status: int, seconds: float) -> None:
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(route).observe(seconds)
