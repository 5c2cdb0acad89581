// Somebody who photographs a digit with a phone, and what their app sends.
import { Digit, pixels } from '../digits/images';
import { newPhone, Phone, phones } from '../digits/phones';
import { handShake, photograph } from '../digits/photo';
import { Random } from '../random';
import { encodePicture } from '../service/picture';

/** How users are at a moment of a scenario. */
export interface Habits {
  /** Share of users with the new phone. */
  newPhone: number;
  /** The new phone after its update: pictures as other phones take them, under its own name. */
  isNewPhoneMended: boolean;
  /** Share of apps that no longer send device and size. */
  silentApps: number;
  /** Share of the users of `kestrel` whose sensor is stuck: it sends the same grey picture whatever it sees. */
  stuckSensors: number;
}

export const usual: Habits = { newPhone: 0, isNewPhoneMended: false, silentApps: 0, stuckSensors: 0 };

export interface Picture {
  path: string;
  contentType: string;
  body: Buffer;
  /** What is really on it. */
  label: string;
}

// An app of an old version sends its whole picture and leaves it to the service to scale it, which takes longer; and some are too large for it.
const wholePictures = 0.01;
const tooLargePictures = 0.001;
const wholeScale = 40; // 1,120 × 1,120 pixels
const tooLargeScale = 80; // 2,240 × 2,240: more than the 4 MiB that the service takes

const stuck = new Float32Array(pixels).fill(0.5);

export class PhoneUsers {
  private readonly random: Random;
  private readonly picture = new Float32Array(pixels);

  constructor(
    private readonly served: Digit[],
    seed: number
  ) {
    this.random = new Random(seed, 'phone users');
  }

  next(habits: Habits): Picture {
    const { random } = this;
    const digit = this.served[random.below(this.served.length)];
    const phone = this.phone(habits);
    const isNew = phone.device === newPhone.device;
    const scene = {
      light: (1 + 0.05 * random.normal()) * (1 + 0.02 * random.normal()),
      dx: random.normal() * handShake,
      dy: random.normal() * handShake,
    };
    photograph(digit.ink, phone, scene, random, this.picture);
    const isStuck = phone.device === 'kestrel' && random.chance(habits.stuckSensors);
    let [width, height] = [phone.width, phone.height];
    if (random.chance(0.12)) {
      width = Math.round(width * (0.6 + 0.4 * random.uniform()));
      height = Math.round(height * (0.6 + 0.4 * random.uniform()));
    }
    if (random.chance(0.15)) {
      [width, height] = [height, width];
    }
    const isRaw = isNew && !habits.isNewPhoneMended && random.chance(0.04);
    const isOld = random.chance(0.2);
    const scale =
      isOld && random.chance(wholePictures / 0.2) ? wholeScale : random.chance(tooLargePictures) ? tooLargeScale : 1;
    const query = new URLSearchParams({ user_id: `u${random.hex(6)}`, app_version: isOld ? '4.1.3' : '4.2.0' });
    if (!random.chance(habits.silentApps)) {
      query.set('device', phone.device);
      query.set('width', String(width));
      query.set('height', String(height));
    }
    return {
      path: `/predict?${query}`,
      contentType: isRaw ? 'image/x-raw' : 'image/x-portable-graymap',
      body: encodePicture(isStuck ? stuck : this.picture, scale),
      label: String(digit.label),
    };
  }

  private phone(habits: Habits): Phone {
    if (this.random.chance(habits.newPhone)) {
      return habits.isNewPhoneMended ? { ...phones[0], device: newPhone.device } : newPhone;
    }
    return phones[this.random.weighted(phones.map(({ share }) => share))];
  }
}
