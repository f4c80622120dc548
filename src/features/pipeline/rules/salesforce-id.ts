const suffixes = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * An id of Salesforce as reports have it, of 15 characters that tell upper from lower case. The API and the Data Loader
 * add three, one for each five characters: which of them are capitals, as the bits of a number (help.salesforce.com,
 * “Convert 15 Character Record IDs to 18 Character IDs”). What has no such ending stays as it is.
 */
export function shortId(id: string): string {
  if (!/^[A-Za-z0-9]{18}$/.test(id)) return id;
  const short = id.slice(0, 15);
  const ending = [0, 5, 10].map((first) => {
    const capitals = [...short.slice(first, first + 5)].map((letter) => /[A-Z]/.test(letter));
    return suffixes[capitals.reduce((bits, isCapital, place) => bits + (isCapital ? 1 << place : 0), 0)];
  });
  return ending.join('') === id.slice(15).toUpperCase() ? short : id;
}
