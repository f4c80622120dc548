/** From this many answers on, answers without names are shown: fewer would tell whose they are. */
export const fewestUnnamed = 4;
