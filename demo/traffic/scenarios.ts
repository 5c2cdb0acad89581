// What happens while traffic runs, second by second, and what should be seen of it.
import { Habits, usual } from './phoneuser';

export interface Moment {
  habits: Habits;
  /** How often each complaint is in a review. */
  anger: number;
  /** What is asked of the service's POST /faults, for the seconds that follow. */
  faults: { errors: number; delayMs: number };
  /** How often each request is sent. */
  copies: number;
  /** Whether labels carry ids that the log has. */
  labelsMatch: boolean;
  /** Which version of the model of digits is in service. */
  version: '4.2' | '4.3';
}

export interface Scenario {
  /** One line: what happens. */
  what: string;
  /** What the dashboards show of it. */
  see: string[];
  /** Whether the new phone is in the eight weeks before, too. */
  hasPhoneBefore?: boolean;
  /** The state of the world, `seconds` after the start; `ramp` is how long a change takes. */
  at(seconds: number, ramp: number): Moment;
}

const calm: Moment = {
  habits: usual,
  anger: 0.02,
  faults: { errors: 0, delayMs: 0 },
  copies: 1,
  labelsMatch: true,
  version: '4.2',
};

/** 0 until `ramp` seconds have passed, then rising to 1 within as many. */
const rising = (seconds: number, ramp: number) => Math.min(1, Math.max(0, seconds / ramp - 1));

export const scenarios: Record<string, Scenario> = {
  quiet: {
    what: 'nothing changes',
    see: ['Model overview: no drift.', 'Service health: errors below 1 %, all of them refused requests.'],
    at: () => calm,
  },
  'new-phone': {
    hasPhoneBefore: true,
    what: 'a new phone with a darker, noisier sensor and pictures of 21:9 comes, until three users in ten have it; reviews get angrier',
    see: [
      'Model overview: aspect_ratio, width, height, brightness, contrast, sharpness, confidence and device drift.',
      'Feature, split by device: aurora-x is new, and nothing moved on the others.',
      'Service health: 415 unsupported_raw_format, for the new phone alone.',
    ],
    at: (seconds, ramp) => {
      const share = rising(seconds, ramp);
      return { ...calm, habits: { ...usual, newPhone: 0.3 * share }, anger: 0.02 + 0.5 * share };
    },
  },
  'new-phone-mended': {
    hasPhoneBefore: true,
    what: 'the new phone comes, and after three ramps an update mends its pictures',
    see: [
      'As new-phone, and then no drift but of device, which is new for good.',
      'The alert is told once, and that it is over.',
    ],
    at: (seconds, ramp) => ({
      ...calm,
      habits: { ...usual, newPhone: 0.3 * rising(seconds, ramp), isNewPhoneMended: seconds > 4 * ramp },
    }),
  },
  deployment: {
    hasPhoneBefore: true,
    what: 'the new phone comes, and after three ramps version 4.3 of the model goes into service, which was trained on its pictures, too',
    see: [
      'Model and service: a line where 4.3 came. Confidence rises there, though not to where it was before the phone.',
      'Model overview: the pictures still drift, for they are what they were.',
    ],
    at: (seconds, ramp) => ({
      ...calm,
      habits: { ...usual, newPhone: 0.3 * rising(seconds, ramp) },
      version: seconds > 4 * ramp ? '4.3' : '4.2',
    }),
  },
  outage: {
    what: 'the model does not answer half of the requests',
    see: [
      'Service health: the share of errors, 503 model_unavailable.',
      'Model overview: error drifts, and the values of all that is measured on pictures are missing; size and device are as before.',
    ],
    at: (seconds, ramp) => ({ ...calm, faults: { errors: seconds < ramp ? 0 : 0.5, delayMs: 0 } }),
  },
  latency: {
    what: 'answers take half a second longer',
    see: ['Service health: p50 and p99.', 'Model overview: no drift: the pictures are what they were.'],
    at: (seconds, ramp) => ({ ...calm, faults: { errors: 0, delayMs: seconds < ramp ? 0 : 500 } }),
  },
  'missing-feature': {
    what: 'half of the apps stop sending device and size',
    see: ['Model overview: missing values of device, width, height and aspect_ratio (a ring in the heatmap).'],
    at: (seconds, ramp) => ({ ...calm, habits: { ...usual, silentApps: seconds < ramp ? 0 : 0.5 } }),
  },
  'stuck-sensor': {
    what: 'the sensors of kestrel send one grey picture, whatever they see',
    see: [
      'Model overview: brightness, contrast, sharpness and confidence drift.',
      'Feature, split by device: kestrel alone.',
    ],
    at: (seconds, ramp) => ({ ...calm, habits: { ...usual, stuckSensors: seconds < ramp ? 0 : 1 } }),
  },
  duplicates: {
    what: 'a sender repeats every request three times',
    see: [
      'Service health: the rate of requests is three times as high.',
      'Model overview: no drift: what is sent is what was sent before.',
    ],
    at: (seconds, ramp) => ({ ...calm, copies: seconds < ramp ? 1 : 3 }),
  },
  'broken-join': {
    what: 'labels come with ids that no prediction has',
    see: ['The target has no values any more; nothing else moves.'],
    at: (seconds, ramp) => ({ ...calm, labelsMatch: seconds < ramp }),
  },
};
