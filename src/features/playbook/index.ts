import type { Feature } from '../../platform/feature.ts';
import { readStep, showPlaybook } from './routes.ts';

/** The programme as everybody can read it: what it is, its gates and steps, its versions and what changed. */
export const playbook: Feature = {
  name: 'playbook',
  commands: [
    {
      name: 'playbook',
      aliases: ['programme', 'program'],
      summary: 'Read the programme, one of its steps, or what changed in it',
      usage: '[changes | step <name>]',
      examples: ['playbook', 'playbook changes', 'playbook step security review'],
      action: 'playbook.read',
      run: showPlaybook,
    },
  ],
  actions: { 'playbook.read': readStep },
};
