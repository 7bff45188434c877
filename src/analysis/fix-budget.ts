/** How much is tried for one report; the findings beyond have no fix, and the next run starts anew. */
export const mostTried = { attempts: 500, characters: 2_000_000, documentCharacters: 200_000 };

/** What may be spent on the fixes of one report, in the order in which they are asked for. */
export class FixBudget {
  #attempts: number;
  #characters: number;

  constructor({ attempts, characters } = mostTried) {
    this.#attempts = attempts;
    this.#characters = characters;
  }

  /** False where it may not be tried any more. */
  spend(characters: number): boolean {
    if (this.#attempts === 0) return false;
    this.#attempts -= 1;
    this.#characters -= characters;
    return this.#characters >= 0;
  }
}
