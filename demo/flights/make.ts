// Makes the log of the flights model: 3 million real flights of 2001 (npm `vega-datasets`, BSD-3), moved by whole weeks so that they end today, with
// the delay that a linear model predicts. The model is least squares on the first month: mean delay, hour of the day, distance, origin.
import path from 'node:path';
import { ParquetWriter } from '../parquet';

const week = 7 * 24 * 3600 * 1000;

export interface FlightsResult {
  rows: number;
  from: number;
  to: number;
}

export async function makeFlights(
  out: string,
  to: number,
  writer: ParquetWriter,
  progress: (text: string) => void
): Promise<FlightsResult> {
  const source = path.join(__dirname, '..', '..', 'node_modules', 'vega-datasets', 'data', 'flights-3m.parquet');
  const [span] = await writer.read(`SELECT epoch_ms(min(date)) AS first, epoch_ms(max(date)) AS last FROM '${source}'`);
  const shift = Math.floor((to - Number(span.last)) / week) * week;
  progress('flights: fitting the model on the first month');
  await writer.run(`
    CREATE OR REPLACE TABLE flights AS
    SELECT date + INTERVAL (${shift / 1000}) SECOND AS time, origin, destination, distance, delay, CAST(hour(date) AS INTEGER) AS hour,
      md5(concat_ws('|', date, origin, destination, delay, row_number() OVER ())) [:16] AS flight_id
    FROM '${source}'`);
  await writer.run(
    `CREATE OR REPLACE TABLE month AS SELECT * FROM flights WHERE time < (SELECT min(time) FROM flights) + INTERVAL 28 DAY`
  );
  // Backfitting, one pass each: means by hour, then by origin (shrunk towards 0 by 50 flights), then a slope on distance.
  await writer.run(`CREATE OR REPLACE TABLE by_hour AS SELECT hour, avg(delay) AS effect FROM month GROUP BY hour`);
  await writer.run(`CREATE OR REPLACE TABLE by_origin AS
    SELECT origin, sum(delay - h.effect) / (count(*) + 50) AS effect FROM month JOIN by_hour h USING (hour) GROUP BY origin`);
  await writer.run(`CREATE OR REPLACE TABLE by_distance AS
    SELECT regr_slope(delay - h.effect - o.effect, distance) AS slope, avg(distance) AS middle
    FROM month JOIN by_hour h USING (hour) JOIN by_origin o USING (origin)`);
  const [{ first, last, rows }] = await writer.read(
    `SELECT epoch_ms(min(time)) AS first, epoch_ms(max(time)) AS last, count(*) AS rows FROM flights`
  );
  let part = 0;
  for (let from = Number(first); from <= Number(last); from += 4 * week) {
    const until = from + 4 * week;
    await writer.copy(
      `SELECT flight_id, time, origin, destination, distance, f.hour,
         round(coalesce(h.effect, 0) + coalesce(o.effect, 0) + d.slope * (distance - d.middle), 2) AS predicted_delay, delay
       FROM flights f LEFT JOIN by_hour h ON h.hour = f.hour LEFT JOIN by_origin o USING (origin), by_distance d
       WHERE time >= make_timestamp(${from * 1000}) AND time < make_timestamp(${until * 1000}) ORDER BY time`,
      path.join(out, 'flights', `part-${String(++part).padStart(2, '0')}.parquet`)
    );
    progress(`flights: part ${part}`);
  }
  return { rows: Number(rows), from: Number(first), to: Number(last) };
}
