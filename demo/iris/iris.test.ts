/** @jest-environment node */
// The third model's data: Fisher's flowers as they are, a classifier that is what it says it is, and a log that is written as the course's service writes it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Random } from '../random';
import { Classifier, leaveOneOut } from './classifier';
import { loadFlowers, referenceFile } from './flowers';
import { makeIris } from './make';
import { meanOf, Normal } from './normal';

const flowers = loadFlowers();
const sizesOf = (species: number) => flowers.filter((flower) => flower.species === species).map(({ size }) => size);

describe('the flowers', () => {
  it('have the means that Fisher published (1936, table II)', () => {
    const published = [
      [5.006, 3.428, 1.462, 0.246],
      [5.936, 2.77, 4.26, 1.326],
      [6.588, 2.974, 5.552, 2.026],
    ];
    for (const [species, means] of published.entries()) {
      expect(sizesOf(species)).toHaveLength(50);
      meanOf(sizesOf(species)).forEach((mean, k) => expect(mean).toBeCloseTo(means[k], 10));
    }
  });

  it('are scikit-learn’s and not those of the UCI repository, which has two of them wrong', () => {
    expect([flowers[34].size, flowers[37].size]).toEqual([
      [4.9, 3.1, 1.5, 0.2],
      [4.9, 3.6, 1.4, 0.1],
    ]);
    expect(readFileSync(referenceFile, 'utf8').split('\n')[0]).toBe(
      'sepal length (cm),sepal width (cm),petal length (cm),petal width (cm),target'
    );
  });
});

describe('the classifier', () => {
  it('knows 147 of the 150 when it was trained without them, as scikit-learn’s linear discriminant analysis does', () => {
    expect(leaveOneOut(flowers)).toBe(147 / 150);
    const wrong = flowers.filter(
      (flower) => new Classifier(flowers.filter((other) => other !== flower)).predict(flower.size) !== flower.species
    );
    expect(wrong.map((flower) => flowers.indexOf(flower))).toEqual([70, 83, 133]);
  });

  it('has no answer for what it does not know', () => {
    expect(new Classifier(flowers).predict([8.7, 3.06, 7.7, 2.9])).toBe(2);
  });
});

describe('a normal distribution of flowers', () => {
  const setosa = Normal.of(sizesOf(0));

  it('measures distances as NumPy does', () => {
    // (x − mean)ᵀ Σ⁻¹ (x − mean), by numpy.linalg.inv: of the first setosa and of the first versicolor.
    expect(setosa.squaredDistance(flowers[0].size)).toBeCloseTo(0.44911378922726264, 9);
    expect(setosa.squaredDistance(flowers[50].size)).toBeCloseTo(420.5266385174398, 6);
  });

  it('draws flowers with the mean and the correlations of those that it was made of', () => {
    const random = new Random(1, 'test');
    const drawn = Normal.of(Array.from({ length: 20_000 }, () => setosa.draw(random)));
    drawn.mean.forEach((mean, k) => expect(Math.abs(mean - setosa.mean[k])).toBeLessThan(0.01));
    // Equal covariances give equal distances.
    for (const { size } of flowers.slice(0, 3)) {
      expect(drawn.squaredDistance(size) / setosa.squaredDistance(size)).toBeCloseTo(1, 1);
    }
  });
});

describe('the log', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tideline-iris-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const thursday = Date.UTC(2026, 10, 26, 12, 30); // 13:30 in Copenhagen

  function made(name: string, options: Partial<Parameters<typeof makeIris>[1]> = {}) {
    const out = path.join(folder, name);
    const result = makeIris(out, { seed: 1, to: thursday, newBed: true, ...options });
    const text = readFileSync(path.join(out, 'iris', 'prediction_database.csv'), 'utf8');
    return { ...result, text, lines: text.split('\n') };
  }

  const story = made('story');
  const rows = story.lines.slice(1, -1).map((line) => line.split(', '));
  const day = 24 * 3600 * 1000;
  const wall = (row: string[]) => Date.parse(`${row[0].replace(' ', 'T')}Z`);
  const monday = Date.UTC(2026, 10, 23);

  it('has the course’s header, spaces and all, and rows as Python writes them', () => {
    expect(story.lines[0]).toBe('time, sepal_length, sepal_width, petal_length, petal_width, prediction');
    for (const line of story.lines.slice(1, -1)) {
      expect(line).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}(, \d+\.\d){4}, [012]$/);
    }
    expect(rows).toHaveLength(story.rows);
  });

  it('ends in the middle of a line', () => {
    expect(story.text.endsWith('\n')).toBe(false);
    expect(story.lines.at(-1)).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}, \d+\.\d, \d$/);
  });

  it('has the classes that the classifier gives', () => {
    const model = new Classifier(flowers);
    for (const row of rows) {
      expect(Number(row[5])).toBe(model.predict(row.slice(1, 5).map(Number)));
    }
  });

  it('is in order of time and ends now, by the clock on the garden’s wall', () => {
    const times = rows.map(wall);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
    expect(times[0]).toBeGreaterThanOrEqual(monday - 35 * day);
    expect(times.at(-1)!).toBeLessThan(Date.UTC(2026, 10, 26, 13, 30));
    const summer = made('summer', { to: Date.UTC(2026, 6, 30, 9, 0) }); // 11:00 there
    expect(summer.lines.at(-1)! < '2026-07-30 11:00').toBe(true);
    expect(summer.lines.at(-1)! > '2026-07-29').toBe(true);
  });

  it('has 10 to 60 rows a day and more than a hundred in each whole week', () => {
    const daily = new Map<number, number>();
    for (const row of rows.filter((row) => wall(row) < monday)) {
      const midnight = Math.floor(wall(row) / day);
      daily.set(midnight, (daily.get(midnight) ?? 0) + 1);
    }
    expect(daily.size).toBe(35);
    const counts = [...daily.values()];
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...counts)).toBeLessThanOrEqual(60);
    for (let week = 0; week < 5; week++) {
      expect(counts.slice(7 * week, 7 * week + 7).reduce((sum, n) => sum + n)).toBeGreaterThan(100);
    }
  });

  it('has flowers larger than Fisher’s from the Monday before on, and none before', () => {
    const large = (row: string[]) => Number(row[3]) > 7.2; // cm of petal: Fisher's largest has 6.9
    expect(rows.filter((row) => wall(row) < monday - 7 * day && large(row))).toHaveLength(0);
    const since = rows.filter((row) => wall(row) >= monday - 7 * day);
    expect(since.filter(large).length / since.length).toBeGreaterThan(0.25);
    expect(story.strangers).toBeGreaterThanOrEqual(since.filter(large).length);
    expect(made('quiet', { newBed: false }).strangers).toBe(0);
  });

  it('is the same for the same seed, and its whole weeks are the same on whatever day it is made', () => {
    expect(made('again').text).toBe(story.text);
    expect(made('other', { seed: 2 }).text).not.toBe(story.text);
    const later = made('later', { to: thursday + 10 * day }); // a Sunday
    const wholeWeeks = (lines: string[], end: number) =>
      lines
        .slice(1, -1)
        .filter((line) => wall([line.slice(0, 26)]) < end)
        .map((line) => line.slice(10)); // without the date
    expect(wholeWeeks(later.lines, monday + 7 * day)).toEqual(wholeWeeks(story.lines, monday));
  });
});
