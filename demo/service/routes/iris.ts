// POST /iris_v1/?sepal_length=…&sepal_width=…&petal_length=…&petal_width=…: the course's exercise, with its answer.
import { Classifier } from '../../iris/classifier';
import { Kind } from '../../parquet';
import { number, RequestError, Route } from '../http';
import { Predictor } from '../predictor';

const names = ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'];
const species = ['Iris-Setosa', 'Iris-Versicolour', 'Iris-Virginica'];

export const irisColumns: ReadonlyArray<{ name: string; kind: Kind }> = [
  { name: 'time', kind: 'time' },
  { name: 'request_id', kind: 'text' },
  { name: 'trace_id', kind: 'text' },
  ...names.map((name) => ({ name, kind: 'number' as const })),
  { name: 'prediction', kind: 'text' },
  { name: 'latency_ms', kind: 'number' },
  { name: 'error', kind: 'text' },
];

export function iris(model: Classifier, predictor: Predictor): Route {
  return {
    method: 'POST',
    path: '/iris_v1/',
    handle: (request) =>
      predictor.predict(request, {}, async (row) => {
        const size = names.map((name) => (row[name] = number(request.query, name)));
        const prediction = model.predict(size);
        if (prediction < 0) {
          throw new RequestError(422, 'invalid_feature', 'no flower has such sizes');
        }
        row.prediction = species[prediction];
        return { prediction: species[prediction], prediction_int: prediction };
      }),
  };
}
