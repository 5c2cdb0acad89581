// What the live model is compared with: predictions on pictures of the phones of the time, as a team has them from before a release.
// npx tsx demo/traffic/reference.ts [--folder .cache/demo] [--rows 20000]
import path from 'node:path';
import { parseArgs } from 'node:util';
import { train } from '../digits/classifier';
import { loadDigits } from '../digits/images';
import { Column, ParquetWriter } from '../parquet';
import { described, digitsColumns, readPicture } from '../service/routes/digits';
import { Row } from '../service/predictionlog/log';
import { PhoneUsers, usual } from './phoneuser';

export async function makeReference(folder: string, count: number, writer: ParquetWriter): Promise<void> {
  const digits = loadDigits();
  const model = train(digits.train, 1);
  const users = new PhoneUsers(digits.served, 0);
  const rows: Row[] = [];
  while (rows.length < count) {
    const { path: where, body } = users.next(usual);
    const query = new URLSearchParams(where.slice(where.indexOf('?')));
    rows.push({ ...described(query), model_version: '4.2', ...readPicture(model, body) });
  }
  const columns: Column[] = digitsColumns
    .filter(({ name }) => name in rows[0] || name === 'error')
    .map(({ name, kind }) => ({ name, kind, values: rows.map((row) => row[name] ?? null) }));
  await writer.write(path.join(folder, 'digits_live_reference', 'reference.parquet'), columns);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string', default: path.join(__dirname, '..', '..', '.cache', 'demo') },
      rows: { type: 'string', default: '20000' },
    },
  });
  await makeReference(path.resolve(values.folder), Number(values.rows), await ParquetWriter.open());
}

if (require.main === module) {
  main().catch((error: Error) => {
    console.error(`The reference of the live model could not be made: ${error.message}`);
    process.exit(1);
  });
}
