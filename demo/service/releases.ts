// Versions of the model of digits. One is in service; POST /deployments {"version": "4.3"} trains another beside it and puts it in its place, between two
// requests. Only with --allow-faults: whoever can reach the service could ask for it.
import { Classifier, training } from '../digits/classifier';
import { Digit } from '../digits/images';
import { newPhone, Phone, phones } from '../digits/phones';
import { json, RequestError, Route } from './http';
import type { Model } from './model';

/** What each version was trained on: the pictures of which phones. */
const trainedOn: Record<string, readonly Phone[]> = {
  '4.2': phones,
  '4.3': [...phones, { ...newPhone, share: 0.4 }],
};

/** Steps of training between which requests are answered: a few milliseconds. */
const stepsAtOnce = 50;

export class Releases {
  private isTraining = false;

  /** `model` is told its new version, `onDeployed` the version that went. */
  constructor(
    private readonly model: Model,
    private classifier: Classifier,
    private readonly examples: Digit[],
    private readonly onDeployed: (before: string) => void
  ) {}

  get current(): Classifier {
    return this.classifier;
  }

  async deploy(version: string): Promise<void> {
    const known = trainedOn[version];
    if (known === undefined) {
      throw new RequestError(
        422,
        'unknown_version',
        `there is no version ${version}: there are ${Object.keys(trainedOn).join(', ')}`
      );
    }
    if (this.isTraining) {
      throw new RequestError(
        409,
        'deployment_running',
        'another version is being trained: ask again when it is in service'
      );
    }
    if (version === this.model.version) {
      return;
    }
    this.isTraining = true;
    try {
      this.classifier = await this.train(known);
      const before = this.model.version;
      this.model.version = version;
      this.onDeployed(before);
    } finally {
      this.isTraining = false;
    }
  }

  private async train(known: readonly Phone[]): Promise<Classifier> {
    const steps = training(this.examples, known, 1);
    for (let step = 1; ; step++) {
      const { done, value } = steps.next();
      if (done) {
        return value;
      }
      if (step % stepsAtOnce === 0) {
        await new Promise(setImmediate);
      }
    }
  }

  route(): Route {
    return {
      method: 'POST',
      path: '/deployments',
      handle: async (request) => {
        const { version } = await json(request, 4096);
        if (typeof version !== 'string') {
          throw new RequestError(422, 'invalid_deployment', 'send {"version": "…"}');
        }
        await this.deploy(version);
        return { status: 200, body: { model: this.model.name, version } };
      },
    };
  }
}
