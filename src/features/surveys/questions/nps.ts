import { nps as netPromoterScore } from '../../../core/statistics.ts';
import { pluralise } from '../../../core/text.ts';
import { choiceInput } from '../../../platform/slack/kit/index.ts';
import type { Question } from '../../playbook/public.ts';
import { type Asked, nothing, numbersOf, single } from '../asked.ts';

const scores = Array.from({ length: 11 }, (_, score) => score);
const choices = scores.map((score) => ({
  label: score === 0 ? '0 – Not at all likely' : score === 10 ? '10 – Extremely likely' : String(score),
  value: String(score),
}));

/** How likely a recommendation is, 0 to 10. */
export function nps(question: Extract<Question, { kind: 'nps' }>): Asked {
  return {
    choices,
    input: (name, earlier) =>
      choiceInput(name, question.text, choices, {
        optional: !question.required,
        placeholder: '0 to 10',
        ...(earlier !== null && { initial: String(earlier) }),
      }),
    read(given) {
      const value = single(given);
      if (value === null) return nothing(question.required, 'Choose a number from 0 to 10.');
      const score = scores.find((each) => String(each) === value);
      return score === undefined ? { fault: 'Choose a number from 0 to 10.' } : { answer: score };
    },
    words: (answer) => `${String(answer)} of 10`,
    summarise(answers) {
      const values = numbersOf(answers);
      return {
        words: scoreWords(values),
        counts: scores.map((score) => ({
          label: String(score),
          count: values.filter((value) => value === score).length,
        })),
        texts: [],
      };
    },
    working(answers) {
      const { n, promoters, detractors, value, low, high } = netPromoterScore(numbersOf(answers));
      return {
        definition:
          'How many more people would recommend than advise against: promoters answered 9 or 10, detractors 0 to 6. From −100 to +100.',
        formula:
          '100 × (promoters − detractors) ÷ answers; 95 % interval by the normal approximation. Withheld below 5 answers, and where all fall into one group',
        inputs: [
          ['Answers', String(n)],
          ['Promoters', String(promoters)],
          ['In between', String(n - promoters - detractors)],
          ['Detractors', String(detractors)],
          ...(value === null || low === null || high === null
            ? []
            : [['95 % interval', `${signed(low)} to ${signed(high)}`] as const]),
        ],
      };
    },
  };
}

/** "NPS +33, between −10 and +76 (12 answers: …)"; withheld where there are too few, or all in one group. */
function scoreWords(values: readonly number[]): string {
  const { value, low, high, n, promoters, detractors } = netPromoterScore(values);
  if (n === 0) return 'No answers.';
  const groups = `${pluralise(n, 'answer')}: ${pluralise(promoters, 'promoter')}, ${n - promoters - detractors} in between, ${pluralise(detractors, 'detractor')}`;
  if (value === null) return `No NPS yet, too few to judge (${groups}).`;
  return `NPS ${signed(value)}, between ${signed(low ?? value)} and ${signed(high ?? value)} (${groups}).`;
}

function signed(score: number): string {
  const rounded = Math.round(score);
  return rounded > 0 ? `+${rounded}` : rounded < 0 ? `−${-rounded}` : '0';
}
