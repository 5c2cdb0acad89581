// POST /predict: which digit is on this picture? What the app knows of it comes as parameters: device, app_version, user_id, width and height as photographed.
import { Classifier } from '../../digits/classifier';
import { measure } from '../../digits/measure';
import { Kind } from '../../parquet';
import { optionalSize, RequestError, Route } from '../http';
import { decodePicture } from '../picture';
import { Row } from '../predictionlog/log';
import { Predictor } from '../predictor';

/** As those of the demo's eight weeks of digits, and the version of the model. */
export const digitsColumns: ReadonlyArray<{ name: string; kind: Kind }> = [
  { name: 'time', kind: 'time' },
  ...['request_id', 'trace_id', 'user_id', 'device', 'app_version', 'model_version'].map((name) => ({
    name,
    kind: 'text' as const,
  })),
  { name: 'width', kind: 'integer' },
  { name: 'height', kind: 'integer' },
  ...['aspect_ratio', 'brightness', 'contrast', 'sharpness'].map((name) => ({ name, kind: 'number' as const })),
  { name: 'predicted', kind: 'text' },
  { name: 'confidence', kind: 'number' },
  ...Array.from({ length: 10 }, (_, k) => ({ name: `p_${k}`, kind: 'number' as const })),
  { name: 'latency_ms', kind: 'number' },
  { name: 'error', kind: 'text' },
];

const largest = 4 << 20; // bytes of a picture

export function digits(current: () => Classifier, predictor: Predictor): Route {
  return {
    method: 'POST',
    path: '/predict',
    handle: (request) => {
      const model = current(); // in the same breath as the predictor takes its version
      return predictor.predict(request, described(request.query), async (row) => {
        const body = await request.body(largest);
        if (request.headers['content-type'] === 'image/x-raw') {
          throw new RequestError(415, 'unsupported_raw_format', 'raw pictures of a sensor cannot be read: send a PGM');
        }
        const { predicted, confidence, ...measured } = readPicture(model, body);
        Object.assign(row, { predicted, confidence, ...measured });
        return { predicted, confidence: Math.round(1e4 * confidence) / 1e4 };
      });
    },
  };
}

/** What is logged of a picture and of what the model says of it. */
export function readPicture(model: Classifier, body: Buffer) {
  const picture = decodePicture(body);
  const probabilities = model.predict(picture);
  const best = probabilities.indexOf(Math.max(...probabilities));
  return {
    ...measure(picture),
    predicted: String(best),
    confidence: probabilities[best],
    ...Object.fromEntries([...probabilities].map((p, k) => [`p_${k}`, p])),
  };
}

/** What is logged of what the app says of a picture. */
export function described(query: URLSearchParams): Row {
  const [width, height] = [optionalSize(query, 'width'), optionalSize(query, 'height')];
  return {
    user_id: query.get('user_id'),
    device: query.get('device'),
    app_version: query.get('app_version'),
    width,
    height,
    aspect_ratio: width !== null && height ? Math.round((width / height) * 1000) / 1000 : null,
  };
}
