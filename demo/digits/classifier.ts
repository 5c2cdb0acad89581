// The model in production: a softmax regression on the pixels of a picture, trained here by stochastic gradient descent.
import { Random } from '../random';
import { Digit, pixels as imagePixels } from './images';
import { Phone, phones } from './phones';
import { handShake, photograph } from './photo';

export const classes = 10;

const pixels = imagePixels; // a constant of this module, as in photo.ts
const middleGrey = 0.7; // taken off each pixel: centred inputs learn faster

export class Classifier {
  private readonly weights = new Float32Array(classes * (pixels + 1));

  /** Probabilities of the ten classes; sums to 1. */
  predict(picture: Float32Array): Float64Array {
    const scores = new Float64Array(classes);
    let highest = -Infinity;
    for (let k = 0; k < classes; k++) {
      const offset = k * (pixels + 1);
      let score = this.weights[offset + pixels];
      for (let i = 0; i < pixels; i++) {
        score += this.weights[offset + i] * (picture[i] - middleGrey);
      }
      scores[k] = score;
      highest = Math.max(highest, score);
    }
    let total = 0;
    for (let k = 0; k < classes; k++) {
      scores[k] = Math.exp(scores[k] - highest);
      total += scores[k];
    }
    for (let k = 0; k < classes; k++) {
      scores[k] /= total;
    }
    return scores;
  }

  /** One step of gradient descent on one labelled picture. */
  learn(picture: Float32Array, label: number, rate: number): void {
    const probabilities = this.predict(picture);
    for (let k = 0; k < classes; k++) {
      const step = rate * ((k === label ? 1 : 0) - probabilities[k]);
      const offset = k * (pixels + 1);
      for (let i = 0; i < pixels; i++) {
        this.weights[offset + i] += step * (picture[i] - middleGrey);
      }
      this.weights[offset + pixels] += step;
    }
  }
}

/** Trains on pictures taken with the phones of the time: the new phone is unknown to the model. */
export function train(digits: Digit[], seed: number, epochs = 4): Classifier {
  const steps = training(digits, phones, seed, epochs);
  for (;;) {
    const { done, value } = steps.next();
    if (done) {
      return value;
    }
  }
}

/** The same step by step, for a process that has something else to do in between; the last step gives the classifier. */
export function* training(
  digits: Digit[],
  known: readonly Phone[],
  seed: number,
  epochs = 4
): Generator<undefined, Classifier> {
  const random = new Random(seed, 'training');
  const classifier = new Classifier();
  const picture = new Float32Array(pixels);
  const shares = known.map((phone) => phone.share);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const rate = 0.03 / (1 + epoch);
    for (let step = 0; step < digits.length; step++) {
      const digit = digits[random.below(digits.length)];
      const scene = {
        light: 1 + 0.06 * random.normal(),
        dx: random.normal() * handShake,
        dy: random.normal() * handShake,
      };
      photograph(digit.ink, known[random.weighted(shares)], scene, random, picture);
      classifier.learn(picture, digit.label, rate);
      yield;
    }
  }
  return classifier;
}
