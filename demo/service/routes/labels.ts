// POST /labels {"request_id": "…", "label": "7"}: what was really there, when somebody says so, days or minutes later.
import { Kind } from '../../parquet';
import { json, RequestError, Route } from '../http';
import { PredictionLog } from '../predictionlog/log';

export const labelColumns: ReadonlyArray<{ name: string; kind: Kind }> = [
  { name: 'request_id', kind: 'text' },
  { name: 'label', kind: 'text' },
  { name: 'labelled_at', kind: 'time' },
];

export function labels(log: PredictionLog): Route {
  return {
    method: 'POST',
    path: '/labels',
    handle: async (request) => {
      const { request_id, label } = await json(request, 1 << 16);
      if (typeof request_id !== 'string' || typeof label !== 'string') {
        throw new RequestError(422, 'invalid_label', 'send {"request_id": "…", "label": "…"}');
      }
      await log.append({ request_id, label, labelled_at: Date.now() });
      return { status: 202, body: { request_id } };
    },
  };
}
