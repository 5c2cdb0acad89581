// What a model sees, counted by the service itself: histograms of its numbers and counters of its categories. From them Tideline and the recording rules of
// provisioning/prometheus judge drift without a log. Every counter that is known beforehand begins at 0: what is first seen at 1 is not seen to grow.
import { Counter, Histogram, Registry } from 'prom-client';

/** Columns of a model's rows that are counted. */
export interface Watched {
  numbers: readonly string[];
  categories: readonly string[];
}

/** One metric has one list of bounds, whatever the feature: close below 0.5, where pictures' measures lie, and up to 2 for ratios of their sides. */
const bounds = [...Array.from({ length: 20 }, (_, i) => (i + 1) / 40), 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 2];

/** Categories of one feature that have a series of their own; later ones are counted as `other`. A client may send any text, and each series is kept for good. */
export const mostCategories = 100;

export class FeatureMetrics {
  private readonly known = new Map<string, Set<string>>(); // by model and feature
  private readonly values;
  private readonly bins;
  private readonly categories;
  private readonly missing;

  constructor(registry: Registry) {
    const common = { labelNames: ['model', 'version', 'feature'], registers: [registry] };
    this.values = new Histogram({
      name: 'model_feature_value',
      help: 'Values of features',
      buckets: bounds,
      ...common,
    });
    this.bins = new Counter({
      ...common,
      name: 'model_feature_bin_total',
      help: 'Values of features by the bucket that they lie in: PromQL cannot take one bucket from the next',
      labelNames: [...common.labelNames, 'bin'],
    });
    this.categories = new Counter({
      ...common,
      name: 'model_feature_category_total',
      help: 'Categories of features',
      labelNames: [...common.labelNames, 'value'],
    });
    this.missing = new Counter({ name: 'model_feature_missing_total', help: 'Features without a value', ...common });
  }

  /** Begins to count a model's features. */
  open(model: { name: string; version: string }, { numbers, categories }: Watched): void {
    for (const feature of numbers) {
      this.values.zero(of(model, feature));
      for (const bound of [...bounds, Infinity]) {
        this.bins.inc({ ...of(model, feature), bin: binOf(bound) }, 0);
      }
    }
    for (const feature of [...numbers, ...categories]) {
      this.missing.inc(of(model, feature), 0);
    }
  }

  count(
    model: { name: string; version: string },
    { numbers, categories }: Watched,
    row: Record<string, unknown>
  ): void {
    for (const feature of numbers) {
      const value = row[feature];
      if (typeof value === 'number' && Number.isFinite(value)) {
        this.values.observe(of(model, feature), value);
        this.bins.inc({ ...of(model, feature), bin: binOf(bounds.find((bound) => value <= bound) ?? Infinity) });
      } else {
        this.missing.inc(of(model, feature));
      }
    }
    for (const feature of categories) {
      const value = row[feature];
      if (typeof value === 'string') {
        this.categories.inc({ ...of(model, feature), value: this.counted(`${model.name} ${feature}`, value) });
      } else {
        this.missing.inc(of(model, feature));
      }
    }
  }

  /** The value, or `other` where there are many already. */
  private counted(of: string, value: string): string {
    const known = this.known.get(of) ?? new Set();
    this.known.set(of, known);
    if (known.size < mostCategories) {
      known.add(value);
    }
    return known.has(value) ? value : 'other';
  }
}

const of = ({ name, version }: { name: string; version: string }, feature: string) => ({
  model: name,
  version,
  feature,
});

const binOf = (bound: number): string => (bound === Infinity ? '+Inf' : String(bound));
