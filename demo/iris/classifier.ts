// The model in production: linear discriminant analysis, which Fisher invented for these very flowers. Species have means of their own and one
// covariance; a flower belongs to the species that it is least far from.
import { Flower, Size, speciesCount } from './flowers';
import { meanOf, Normal, scatterOf } from './normal';

export class Classifier {
  private readonly species: Array<{ normal: Normal; logPrior: number }>;

  constructor(flowers: readonly Flower[]) {
    const groups = Array.from({ length: speciesCount }, (_, k) =>
      flowers.filter((flower) => flower.species === k).map((flower) => flower.size)
    );
    const scatters = groups.map(scatterOf);
    const pooled = scatters[0].map((row, j) =>
      row.map((_, k) => scatters.reduce((sum, s) => sum + s[j][k], 0) / (flowers.length - speciesCount))
    );
    this.species = groups.map((sizes) => ({
      normal: new Normal(meanOf(sizes), pooled),
      logPrior: Math.log(sizes.length / flowers.length),
    }));
  }

  /** One of the three species, whatever is put before it: there is no answer for "none of these". -1 for sizes so far from all that no number says how far. */
  predict(size: Size): number {
    const scores = this.species.map(({ normal, logPrior }) => logPrior - normal.squaredDistance(size) / 2);
    const best = Math.max(...scores);
    return Number.isFinite(best) ? scores.indexOf(best) : -1;
  }
}

/** The share of flowers that are recognised by a classifier that was trained on all others. */
export function leaveOneOut(flowers: readonly Flower[]): number {
  const right = flowers.filter(
    (flower) => new Classifier(flowers.filter((other) => other !== flower)).predict(flower.size) === flower.species
  );
  return right.length / flowers.length;
}
