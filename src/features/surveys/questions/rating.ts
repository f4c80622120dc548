import { mean } from '../../../core/statistics.ts';
import { pluralise } from '../../../core/text.ts';
import { radioInput } from '../../../platform/slack/kit/index.ts';
import { measuredBy, type Question } from '../../playbook/public.ts';
import { type Asked, nothing, numbersOf, single } from '../asked.ts';

const measureWords = { satisfaction: 'satisfaction', effort: 'ease' } as const;

/** A whole number from 1 to `max`. */
export function rating(question: Extract<Question, { kind: 'rating' }>): Asked {
  const { max, lowLabel, highLabel, better } = question;
  const steps = Array.from({ length: max }, (_, index) => index + 1);
  const label = (step: number) =>
    step === 1 ? `1 – ${lowLabel}` : step === max ? `${max} – ${highLabel}` : String(step);
  const choices = steps.map((step) => ({ label: label(step), value: String(step) }));
  return {
    choices,
    input: (name, earlier) =>
      radioInput(name, question.text, choices, {
        optional: !question.required,
        ...(earlier !== null && { initial: String(earlier) }),
      }),
    read(given) {
      const value = single(given);
      if (value === null) return nothing(question.required, `Choose a number from 1 to ${max}.`);
      const step = steps.find((each) => String(each) === value);
      return step === undefined ? { fault: `Choose a number from 1 to ${max}.` } : { answer: step };
    },
    words: (answer) => `${String(answer)} of ${max}`,
    summarise(answers) {
      const values = numbersOf(answers);
      const average = mean(values);
      const thin = average.verdict === 'too_few' ? ', too few to judge' : '';
      return {
        words:
          average.value === null
            ? 'No answers.'
            : `On average ${average.value.toFixed(1)} of ${max} (${pluralise(average.n, 'answer')}${thin})${better === 'low' ? '; 1 is the best' : ''}.`,
        counts: steps.map((step) => ({
          label: String(step),
          count: values.filter((value) => value === step).length,
        })),
        texts: [],
      };
    },
    working(answers) {
      const { n, numerator, low, high } = mean(numbersOf(answers));
      const measured = measuredBy(question);
      const turned = better === 'low' ? `, turned round: ${max + 1} − the answer, as 1 is the best` : '';
      const counts = measured ? ` On the scorecard it counts for ${measureWords[measured]}${turned}.` : '';
      return {
        definition: `The average of answers from 1 (${lowLabel}) to ${max} (${highLabel}), as they were given.${counts}`,
        formula: 'sum of the answers ÷ number of answers; Student’s 95 % interval, judged from 5 answers on',
        inputs: [
          ['Answers', String(n)],
          ['Sum of the answers', String(numerator)],
          // An interval of few answers may reach past the scale, where no average can be.
          ...(low === null || high === null
            ? []
            : [
                [
                  '95 % interval',
                  `${Math.max(1, low).toFixed(1)} to ${Math.min(max, high).toFixed(1)}`,
                ] as const,
              ]),
        ],
      };
    },
  };
}
