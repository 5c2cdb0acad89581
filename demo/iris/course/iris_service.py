"""Says what an iris is, and logs every prediction: uvicorn --app-dir demo/iris/course iris_service:app"""

from contextlib import asynccontextmanager
from datetime import datetime, timezone

from fastapi import BackgroundTasks, FastAPI
from iris_model import CLASSES, classify
from prediction_log import add_to_database, open_database


@asynccontextmanager
async def lifespan(app: FastAPI):
    open_database()
    yield


app = FastAPI(lifespan=lifespan)


@app.post("/predict")
def predict(
    sepal_length: float, sepal_width: float, petal_length: float, petal_width: float, background_tasks: BackgroundTasks
):
    size = [sepal_length, sepal_width, petal_length, petal_width]
    prediction = classify(size)
    background_tasks.add_task(add_to_database, datetime.now(tz=timezone.utc), *size, prediction)
    return {"prediction": CLASSES[prediction], "prediction_int": prediction}
