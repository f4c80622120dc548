import { pluralise } from '../../core/text.ts';

/** What a partner asks, as offers are held against it. */
export interface Asked {
  readonly partnerId: string;
  readonly topic: string;
  /** Place of its tier, the lowest being 0. */
  readonly rank: number;
}

/** An open offer, with what speaks for and against it. */
export interface Offered {
  readonly partnerId: string;
  readonly topics: readonly string[];
  readonly rank: number;
  readonly tierName: string;
  readonly isOnboarded: boolean;
  /** How many partners it helps, or has been proposed to. */
  readonly helping: number;
  /** Somebody who may be named is still there. */
  readonly hasPeople: boolean;
  /** It was proposed for this very request before. */
  readonly wasTried: boolean;
}

interface Judged<O extends Offered> {
  readonly offer: O;
  readonly fits: boolean;
  /** For one that fits what speaks for it, else what speaks against it. */
  readonly why: readonly string[];
}

/**
 * The offers of other partners on the topic asked about: those that fit first, among them whoever helps the fewest,
 * then whoever is in the higher tier.
 */
export function judgeOffers<O extends Offered>(
  asked: Asked,
  offers: readonly O[],
  perMentor: number,
): readonly Judged<O>[] {
  return offers
    .filter(({ partnerId, topics }) => partnerId !== asked.partnerId && topics.includes(asked.topic))
    .map((offer) => {
      const against = speaksAgainst(asked, offer, perMentor);
      return against.length > 0
        ? { offer, fits: false, why: against }
        : { offer, fits: true, why: speaksFor(offer, perMentor) };
    })
    .toSorted(
      (a, b) =>
        Number(b.fits) - Number(a.fits) ||
        a.offer.helping - b.offer.helping ||
        b.offer.rank - a.offer.rank ||
        a.offer.partnerId.localeCompare(b.offer.partnerId),
    );
}

function speaksAgainst(asked: Asked, offer: Offered, perMentor: number): readonly string[] {
  return [
    ...(offer.wasTried ? ['it was proposed for this request before'] : []),
    ...(offer.isOnboarded ? [] : ['its own onboarding isn’t finished']),
    ...(offer.rank < asked.rank ? ['it is in a lower tier'] : []),
    ...(offer.helping >= perMentor ? [`it helps ${offer.helping} already, of at most ${perMentor}`] : []),
    ...(offer.hasPeople ? [] : ['nobody it named is there any more']),
  ];
}

function speaksFor(offer: Offered, perMentor: number): readonly string[] {
  return [
    'offers help with this topic',
    'finished its onboarding',
    `is ${offer.tierName}`,
    offer.helping === 0
      ? 'helps nobody else yet'
      : `helps ${pluralise(offer.helping, 'partner')} of at most ${perMentor}`,
  ];
}
