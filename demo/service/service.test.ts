/** @jest-environment node */
// The service over HTTP, with its logs in a folder that is read back.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { loadDigits } from '../digits/images';
import { train } from '../digits/classifier';
import { ParquetWriter } from '../parquet';
import { encodePicture } from './picture';
import { Service, startService } from './service';
import { mostCategories } from './telemetry/features';

const data = loadDigits();
const examples = data.train.slice(0, 300);
const model = train(examples, 1, 1);
let folder: string;
let service: Service;
let lines: string[];
let reader: ParquetWriter;

beforeAll(async () => {
  reader = await ParquetWriter.open();
});
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tideline-service-'));
  lines = [];
  service = await startService({
    port: 0,
    folder,
    allowFaults: true,
    print: (line) => lines.push(line),
    model,
    examples,
  });
});
afterEach(async () => {
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

const post = (where: string, body?: BodyInit, contentType = 'application/json') =>
  fetch(`http://127.0.0.1:${service.port}${where}`, { method: 'POST', body, headers: { 'Content-Type': contentType } });
const metrics = async () => (await fetch(`http://127.0.0.1:${service.port}/metrics`)).text();
/** Closes the service, so that all is in Parquet, and reads a log. */
async function logged(log: string) {
  await service.close();
  service = { port: 0, close: async () => undefined };
  return reader.read(`SELECT * FROM read_parquet('${folder}/${log}/*.parquet') ORDER BY time`);
}

it('reads a picture, and logs what the demo’s eight weeks log', async () => {
  const ink = data.served[0].ink.map((x) => 0.82 - 0.72 * x) as Float32Array;
  const picture = encodePicture(ink, 3);
  const answer = await post(
    '/predict?device=lumen-3&app_version=4.2.0&user_id=u1&width=4032&height=3024',
    new Uint8Array(picture),
    'image/x-portable-graymap'
  );
  expect(answer.status).toBe(200);
  const { predicted, confidence } = (await answer.json()) as { predicted: string; confidence: number };
  const [row] = await logged('digits_live');
  expect(row).toMatchObject({ device: 'lumen-3', width: 4032, aspect_ratio: 1.333, predicted, error: null });
  expect(row.request_id).toBe(answer.headers.get('x-request-id'));
  expect(row.confidence).toBeCloseTo(confidence, 4);
  const mean = ink.reduce((sum, x) => sum + x, 0) / ink.length;
  expect(row.brightness).toBeCloseTo(mean, 2);
});

it.each([
  ['/predict', 'abc', 'image/x-raw', 415, 'unsupported_raw_format'],
  ['/predict', 'GIF89a', 'image/gif', 415, 'unsupported_format'],
  ['/predict', 'P5\n28 28\n255\nabc', 'image/x-portable-graymap', 422, 'invalid_picture'],
  ['/predict?width=99999999999', 'P5\n1 1\n255\na', 'image/x-portable-graymap', 422, 'invalid_feature'],
  ['//', '', 'application/json', 404, 'not_found'],
  ['/predict?width=wide', 'P5\n1 1\n255\na', 'image/x-portable-graymap', 422, 'invalid_feature'],
  ['/predict', 'x'.repeat(5 << 20), 'image/x-portable-graymap', 413, 'too_large'],
  ['/iris_v1/?sepal_length=5.1', '', 'application/json', 422, 'missing_feature'],
  ['/sentiment', JSON.stringify({ review: 'fine '.repeat(200) }), 'application/json', 422, 'review_too_long'],
  ['/sentiment', '{"review"', 'application/json', 400, 'invalid_json'],
  ['/labels', '{"request_id": 3}', 'application/json', 422, 'invalid_label'],
  ['/nowhere', '', 'application/json', 404, 'not_found'],
])('%s with %.12s answers what is wrong', async (where, body, contentType, status, error) => {
  const answer = await post(where, body, contentType);
  expect([answer.status, await answer.json()]).toEqual([status, { error, message: expect.any(String) }]);
  const said = lines.map((line) => JSON.parse(line)).find((line) => line['error.type'] === error);
  expect(said).toMatchObject({
    level: 'warn',
    'http.response.status_code': status,
    trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect(await metrics()).toContain(`http_response_status_code="${status}"} 1`);
});

it('answers the course’s exercise to the byte', async () => {
  const answer = await post('/iris_v1/?sepal_length=5.1&sepal_width=3.5&petal_length=1.4&petal_width=0.2');
  expect(await answer.text()).toBe('{"prediction":"Iris-Setosa","prediction_int":0}');
});

it('takes no picture whose values are above its own white', async () => {
  const answer = await post(
    '/predict',
    new Uint8Array(Buffer.from('P5\n2 2\n1\n\x00\x01\xff\x01', 'latin1')),
    'image/x-portable-graymap'
  );
  expect([answer.status, await answer.json()]).toMatchObject([422, { error: 'invalid_picture' }]);
});

it('counts a client that hangs up as no error of its own, and stops though another never ends its body', async () => {
  const half = () => {
    const socket = connect(service.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('POST /predict HTTP/1.1\r\nHost: service\r\nContent-Length: 100\r\n\r\nP5');
    return new Promise<Socket>((resolve) => socket.once('connect', () => setTimeout(() => resolve(socket), 50)));
  };
  (await half()).destroy();
  let text = '';
  for (let i = 0; i < 50 && !/http_response_status_code="499"/.test(text); i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    text = await metrics();
  }
  expect(text).toMatch(/http_response_status_code="499"/);
  expect(text).not.toMatch(/http_response_status_code="500"/);
  for (let i = 0; i < 50; i++) {
    await half();
  }
  const began = performance.now();
  await service.close();
  expect(performance.now() - began).toBeLessThan(15_000);
  service = { port: 0, close: async () => undefined };
  // The rows of those that were cut off are in Parquet too.
  const left = readdirSync(folder, { recursive: true }).filter((file) => /journal/.test(String(file)));
  expect(left).toEqual([]);
});

it('says that no flower has such sizes, instead of an answer without a prediction', async () => {
  const answer = await post('/iris_v1/?sepal_length=1e308&sepal_width=1e308&petal_length=1e308&petal_width=1e308');
  expect([answer.status, await answer.json()]).toMatchObject([422, { error: 'invalid_feature' }]);
  const [row] = await logged('iris_live');
  expect(row).toMatchObject({ prediction: null, error: 'invalid_feature' });
});

it('gives a hundred categories series of their own, and counts what clients make up beyond that together', async () => {
  const picture = encodePicture(data.served[0].ink.map((x) => 0.82 - 0.72 * x) as Float32Array, 1);
  for (let i = 0; i < mostCategories + 5; i++) {
    await post(`/predict?device=made-up-${i}`, new Uint8Array(picture), 'image/x-portable-graymap');
  }
  const series = (await metrics()).match(/^model_feature_category_total\{.*feature="device".*$/gm) ?? [];
  expect(series).toHaveLength(mostCategories + 1);
  expect(series.find((line) => /value="other"/.test(line))).toMatch(/ 5$/);
});

it.each([
  ['says how much it is', (size: number) => `Content-Length: ${size}`, (part: Buffer) => [part]],
  [
    'does not say how much it is',
    () => 'Transfer-Encoding: chunked',
    (part: Buffer) => [Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')],
  ],
])('refuses a body that is too large, and is heard by who sends it slowly and %s', async (_, header, framed) => {
  const part = Buffer.alloc(256 << 10, 'x');
  const parts = 24; // half as much again as is taken
  const socket = connect(service.port, '127.0.0.1');
  let heard = '';
  const closed = new Promise<string>((resolve) => {
    socket.on('data', (bytes) => (heard += bytes));
    socket.on('error', ({ message }) => resolve(message));
    socket.on('end', () => resolve('closed'));
  });
  socket.pause(); // it reads no answer before it has said all
  socket.write(`POST /predict HTTP/1.1\r\nHost: service\r\n${header(part.length * parts)}\r\n\r\n`);
  for (let i = 0; i < parts; i++) {
    framed(part).forEach((bytes) => socket.write(bytes));
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  socket.resume();
  if (header(0).startsWith('Transfer')) {
    socket.write('0\r\n\r\n');
  }
  expect(await closed).toBe('closed');
  expect(heard).toMatch(/^HTTP\/1\.1 413 [^]*"error":"too_large"/);
  expect(heard).toMatch(/\r\nconnection: close\r\n/i);
});

it('logs a failed request without a prediction', async () => {
  await post('/iris_v1/?sepal_length=5.1&sepal_width=3.5&petal_length=1.4');
  expect(await logged('iris_live')).toMatchObject([{ sepal_length: 5.1, prediction: null, error: 'missing_feature' }]);
});

it('tells moods apart, and logs measures of a review, not its words', async () => {
  const ask = async (review: string) => (await post('/sentiment', JSON.stringify({ review }))).json();
  expect(await ask('A wonderful tool, I love it')).toEqual({ sentiment: 'positive' });
  expect(await ask('It crashes, terrible, awful')).toEqual({ sentiment: 'negative' });
  const rows = await logged('sentiment_live');
  expect(rows).toMatchObject([{ review_length: 27, words: 6 }, { sentiment: 'negative' }]);
  expect(JSON.stringify(rows, (_, x) => (typeof x === 'bigint' ? Number(x) : x))).not.toContain('wonderful');
});

it('joins a late label by the id of the answer', async () => {
  const answer = await post('/predict', new Uint8Array(encodePicture(data.served[0].ink)), 'image/x-portable-graymap');
  const request_id = answer.headers.get('x-request-id');
  expect((await post('/labels', JSON.stringify({ request_id, label: '7' }))).status).toBe(202);
  await service.close();
  const joined = await reader.read(
    `SELECT label FROM read_parquet('${folder}/digits_live/*.parquet') JOIN read_parquet('${folder}/digits_live_labels/*.parquet') USING (request_id)`
  );
  service = { port: 0, close: async () => undefined };
  expect(joined).toEqual([{ label: '7' }]);
});

it('breaks on request, and mends', async () => {
  const iris = () => post('/iris_v1/?sepal_length=5.1&sepal_width=3.5&petal_length=1.4&petal_width=0.2');
  await post('/faults', JSON.stringify({ errors: 1, seconds: 60 }));
  expect((await iris()).status).toBe(503);
  await post('/faults', JSON.stringify({ errors: 0 }));
  expect((await iris()).status).toBe(200);
  expect((await post('/faults', JSON.stringify({ errors: 2 }))).status).toBe(422);
});

it('counts what a model sees, with and without a value', async () => {
  const count = (text: string, series: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(series))
        ?.split(' ')
        .at(-1)
    );
  const of = (feature: string, rest = '') => `model="digits-live",version="4.2",feature="${feature}"${rest}}`;
  const before = await metrics();
  expect(count(before, `model_feature_missing_total{${of('sharpness')}`)).toBeGreaterThanOrEqual(0);
  const picture = encodePicture(new Float32Array(28 * 28).fill(0.4));
  await post('/predict?device=pixel&width=30&height=20', new Uint8Array(picture));
  await post('/predict?width=30&height=20', 'no picture');
  const after = await metrics();
  const grew = (series: string) => count(after, series) - (count(before, series) || 0);
  expect(grew(`model_feature_value_bucket{le="0.375",${of('brightness')}`)).toBe(0);
  expect(grew(`model_feature_value_bucket{le="0.425",${of('brightness')}`)).toBe(1);
  expect(grew(`model_feature_value_bucket{le="1.5",${of('aspect_ratio')}`)).toBe(2);
  expect(
    grew(`model_feature_bin_total{${of('brightness', ',bin="0.4"')}`) +
      grew(`model_feature_bin_total{${of('brightness', ',bin="0.425"')}`)
  ).toBe(1);
  expect(grew(`model_feature_category_total{${of('device', ',value="pixel"')}`)).toBe(1);
  expect(grew(`model_feature_missing_total{${of('device')}`)).toBe(1);
  expect(grew(`model_feature_missing_total{${of('brightness')}`)).toBe(1);
});

it('counts in the four kinds of metrics, with a trace for each bucket', async () => {
  await post('/sentiment', JSON.stringify({ review: 'fine' }));
  const text = await metrics();
  expect(text).toContain('model_predictions_total{model="sentiment",version="afinn-165",class="positive"} 1');
  expect(text).toMatch(
    /model_prediction_duration_seconds_bucket\{le="[\d.]+",model="sentiment",version="afinn-165"\} 1 # \{trace_id="[0-9a-f]{32}"\}/
  );
  expect(text).toContain('review_length_summary{quantile="0.5"} 4');
  expect(text).toContain('model_info{model="digits-live",version="4.2"} 1');
  expect(text).toContain('prediction_requests_total 1');
  expect(text.trimEnd().endsWith('# EOF')).toBe(true);
});

it('puts another version in service without losing a request', async () => {
  const picture = () => post('/predict', new Uint8Array(encodePicture(data.served[0].ink)), 'image/x-portable-graymap');
  await picture();
  const deployed = post('/deployments', JSON.stringify({ version: '4.3' }));
  const statuses: number[] = [];
  let isOver = false;
  void deployed.then(() => (isOver = true));
  while (!isOver) {
    statuses.push((await picture()).status);
  }
  expect([(await deployed).status, new Set(statuses)]).toEqual([200, new Set([200])]);
  expect((await post('/deployments', JSON.stringify({ version: '9' }))).status).toBe(422);
  await picture();
  const text = await metrics();
  expect(text).toContain('model_info{model="digits-live",version="4.3"} 1');
  expect(text).not.toContain('model_info{model="digits-live",version="4.2"}');
  const versions = (await logged('digits_live')).map((row) => row.model_version);
  expect([versions[0], versions.at(-1)]).toEqual(['4.2', '4.3']);
  expect([...versions].sort()).toEqual(versions);
}, 120_000);
