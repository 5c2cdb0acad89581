// A normal distribution over flowers: what a species looks like, to draw more of its flowers and to say how unlike it a flower is.
import { Random } from '../random';
import { Size } from './flowers';

type Matrix = number[][];

export function meanOf(sizes: readonly Size[]): number[] {
  return sizes[0].map((_, k) => sizes.reduce((sum, size) => sum + size[k], 0) / sizes.length);
}

/** Sums of products about the mean; divided by the degrees of freedom it is the covariance, in cm². */
export function scatterOf(sizes: readonly Size[]): Matrix {
  const mean = meanOf(sizes);
  return mean.map((_, j) =>
    mean.map((_, k) => sizes.reduce((sum, size) => sum + (size[j] - mean[j]) * (size[k] - mean[k]), 0))
  );
}

export class Normal {
  private readonly root: Matrix;

  constructor(
    readonly mean: Size,
    covariance: Matrix
  ) {
    this.root = cholesky(covariance);
  }

  /** The distribution that some flowers are a sample of. */
  static of(sizes: readonly Size[]): Normal {
    return new Normal(
      meanOf(sizes),
      scatterOf(sizes).map((row) => row.map((sum) => sum / (sizes.length - 1)))
    );
  }

  draw(random: Random): number[] {
    const z = this.mean.map(() => random.normal());
    return this.root.map((row, k) => this.mean[k] + row.reduce((sum, factor, j) => sum + factor * z[j], 0));
  }

  /** Squared Mahalanobis distance of a flower from the mean. */
  squaredDistance(size: Size): number {
    const solved: number[] = [];
    for (const [k, row] of this.root.entries()) {
      solved.push((size[k] - this.mean[k] - solved.reduce((sum, x, j) => sum + row[j] * x, 0)) / row[k]);
    }
    return solved.reduce((sum, x) => sum + x * x, 0);
  }
}

/** The lower triangle L with L·Lᵀ = the matrix, which must be symmetric and positive definite. */
function cholesky(matrix: Matrix): Matrix {
  const root: Matrix = [];
  for (const [k, row] of matrix.entries()) {
    const line: number[] = [];
    for (let j = 0; j < k; j++) {
      line.push((row[j] - line.reduce((sum, x, i) => sum + x * root[j][i], 0)) / root[j][j]);
    }
    line.push(Math.sqrt(row[k] - line.reduce((sum, x) => sum + x * x, 0)));
    root.push(line);
  }
  return root;
}
