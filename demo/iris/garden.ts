// Visitors of a botanical garden, who measure irises and ask an app what they are: how many come when, and to which beds. Yields one day at a time.
import { Random } from '../random';
import { Flower, speciesCount } from './flowers';
import { Normal } from './normal';

export interface Measurement {
  /** What the clock on the garden's wall shows, as Unix ms of the same reading in UTC. */
  wall: number;
  microseconds: number;
  /** Sepal length, sepal width, petal length, petal width, in cm, read off a ruler in mm. */
  size: number[];
  /** Of the bed that no classifier was trained for. */
  stranger: boolean;
}

export interface Garden {
  seed: number;
  /** The log's first midnight and its end, by the clock on the garden's wall. */
  from: number;
  to: number;
  /** The midnight before the day on which the new bed opens; Infinity for never. */
  opening: number;
}

const minute = 60 * 1000;
const hour = 60 * minute;
export const day = 24 * hour;

const opens = 10; // o'clock
const closes = 18;
const weekday = { fewest: 10, most: 16 }; // flowers measured on a day from Monday to Friday …
const weekend = { fewest: 30, most: 60 }; // … and on a Saturday or Sunday
const mostPerVisitor = 4;
const newBedShare = 0.4; // of the flowers that are measured, once it is open: everybody goes and looks
const finest = 0.1; // cm: what a ruler shows

/**
 * A garden variety, larger than any iris of Fisher's in all but the width of its sepals, which are like those of all three species together: mean and
 * standard deviation in cm. The classifier has no name for it and calls it by the nearest one.
 */
const variety = { mean: [8.7, 3.06, 7.7, 2.9], sd: [0.5, 0.43, 0.5, 0.25] };

/** Measurements of each day, in order of time. */
export function* visits(garden: Garden, flowers: readonly Flower[]): Generator<Measurement[]> {
  const beds = Array.from({ length: speciesCount }, (_, k) => {
    const sizes = flowers.filter((flower) => flower.species === k).map((flower) => flower.size);
    return Normal.of(sizes);
  });
  const newBed = new Normal(
    variety.mean,
    variety.sd.map((sd, j) => variety.sd.map((_, k) => (j === k ? sd * sd : 0)))
  );
  for (let midnight = garden.from; midnight < garden.to; midnight += day) {
    const random = new Random(garden.seed, `garden, day ${Math.round((midnight - garden.from) / day)}`);
    const { fewest, most } = isWeekend(midnight) ? weekend : weekday;
    const many = fewest + random.below(most - fewest + 1);
    const measurements: Measurement[] = [];
    while (measurements.length < many) {
      let wall = midnight + opens * hour + random.uniform() * (closes - opens) * hour;
      for (let left = 1 + random.below(mostPerVisitor); left > 0 && measurements.length < many; left--) {
        const stranger = midnight >= garden.opening && random.chance(newBedShare);
        const bed = stranger ? newBed : beds[random.below(speciesCount)];
        measurements.push({
          wall: Math.floor(wall),
          microseconds: 1 + random.below(999), // Python leaves out a fraction of nothing
          size: bed.draw(random).map(readOff),
          stranger,
        });
        wall += minute + random.uniform() * 2 * minute;
      }
    }
    yield measurements.filter(({ wall }) => wall < garden.to).sort((a, b) => a.wall - b.wall);
  }
}

function readOff(length: number): number {
  return Math.round(Math.max(finest, length) / finest) / 10;
}

function isWeekend(wall: number): boolean {
  return [0, 6].includes(new Date(wall).getUTCDay());
}
