import fc from 'fast-check';

// One seed for all, so that a run says the same today and tomorrow.
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_261_122) });

export { fc };
