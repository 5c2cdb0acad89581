// People who review an app. As the course's client: six reviews, and negative phrases that are appended ever more often.
import { Random } from '../random';

const reviews = [
  'I love this app, it has all that I wished for',
  'The app is okay, it reads most of my digits',
  'Great support, they answered within a day',
  'It does what it should, nothing more',
  'A wonderful tool for my class',
  'I use it each morning and it is fine',
];

const complaints = [
  'but since the last update it is terrible',
  'and I hate that it crashes',
  'the pictures of my new phone are read wrong, awful',
  'I want my money back, a waste of time',
  'it is slow, broken and useless',
];

export class Reviewers {
  private readonly random: Random;

  constructor(seed: number) {
    this.random = new Random(seed, 'reviewers');
  }

  /** A review; each complaint is in it with the probability `anger`, 0 to 1. A few go on for ever, and are refused. */
  next(anger: number): string {
    const { random } = this;
    const parts = [reviews[random.below(reviews.length)], ...complaints.filter(() => random.chance(anger))];
    const review = parts.join(', ');
    return random.chance(0.005) ? `${review}. `.repeat(40) : review;
  }
}
