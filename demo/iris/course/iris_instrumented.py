"""The service, and what it counts: uvicorn --app-dir demo/iris/course iris_instrumented:app"""

from fastapi import Request
from iris_service import app
from prometheus_client import Counter, Histogram, make_asgi_app

REQUESTS = Counter("prediction_requests", "Requests for a prediction.")
ERRORS = Counter("prediction_error", "Requests that the service failed to answer.")
LATENCY = Histogram("prediction_latency_seconds", "From a request to its answer.")


@app.middleware("http")
async def count(request: Request, call_next):
    if request.url.path != "/predict":
        return await call_next(request)
    REQUESTS.inc()
    with LATENCY.time(), ERRORS.count_exceptions():
        return await call_next(request)


app.mount("/metrics", make_asgi_app())
