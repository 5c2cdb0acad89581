// The 150 irises of R. A. Fisher, "The use of multiple measurements in taxonomic problems", Annals of Eugenics 7 (1936): three species, fifty flowers
// each, in the public domain. iris.csv is what `sklearn.datasets.load_iris(as_frame=True).frame.to_csv(index=False)` writes, as the course has it: equal
// to Fisher's table, while the copy of the UCI repository differs in two flowers.
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const referenceFile = path.join(__dirname, 'iris.csv');

/** A flower's sepal length, sepal width, petal length and petal width, in cm. */
export type Size = readonly number[];

export interface Flower {
  size: Size;
  /** 0 setosa, 1 versicolor, 2 virginica. */
  species: number;
}

export const speciesCount = 3;

export function loadFlowers(): Flower[] {
  const [, ...lines] = readFileSync(referenceFile, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const values = line.split(',').map(Number);
    return { size: values.slice(0, 4), species: values[4] };
  });
}
