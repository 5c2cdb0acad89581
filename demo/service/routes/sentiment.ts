// POST /sentiment {"review": "…"}: how somebody feels about an app. The course fine-tunes BERT for this; here a list of 3,300 words with their mood (AFINN, npm
// `sentiment`) answers, in a millisecond and without a download. It is right less often, and drifts just as well.
import Sentiment from 'sentiment';
import { Kind } from '../../parquet';
import { json, RequestError, Route } from '../http';
import { Predictor } from '../predictor';

export const sentimentColumns: ReadonlyArray<{ name: string; kind: Kind }> = [
  { name: 'time', kind: 'time' },
  { name: 'request_id', kind: 'text' },
  { name: 'trace_id', kind: 'text' },
  // The text itself is somebody's words and is not logged: what is measured on it is.
  { name: 'review_length', kind: 'integer' },
  { name: 'words', kind: 'integer' },
  { name: 'mean_word_length', kind: 'number' },
  { name: 'unknown_words', kind: 'number' },
  { name: 'sentiment', kind: 'text' },
  { name: 'score', kind: 'number' },
  { name: 'latency_ms', kind: 'number' },
  { name: 'error', kind: 'text' },
];

/** Longer reviews are refused, as the course's service does. */
export const longestReview = 500;

const model = new Sentiment();

export function sentiment(predictor: Predictor, measured: (length: number) => void): Route {
  return {
    method: 'POST',
    path: '/sentiment',
    handle: (request) =>
      predictor.predict(request, {}, async (row) => {
        const { review } = await json(request, 1 << 20);
        if (typeof review !== 'string' || review.trim() === '') {
          throw new RequestError(422, 'missing_feature', 'review is missing: send {"review": "…"}');
        }
        measured(review.length);
        row.review_length = review.length;
        if (review.length > longestReview) {
          throw new RequestError(
            422,
            'review_too_long',
            `the review has ${review.length} characters; at most ${longestReview} are read`
          );
        }
        const { comparative, tokens, words } = model.analyze(review);
        row.words = tokens.length;
        row.mean_word_length = tokens.reduce((sum, word) => sum + word.length, 0) / tokens.length;
        row.unknown_words = 1 - words.length / tokens.length;
        row.score = comparative;
        row.sentiment = comparative > 0.05 ? 'positive' : comparative < -0.05 ? 'negative' : 'neutral';
        return { sentiment: row.sentiment };
      }),
  };
}
