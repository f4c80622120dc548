import type { Json } from '../world.ts';
import {
  at,
  booleanAt,
  type Check,
  checkText,
  type Fault,
  fault,
  isJson,
  listAt,
  objectAt,
  oneOfAt,
  onlyFields,
  type Surface,
  stringAt,
  textAt,
} from './check.ts';
import { checkElement } from './elements.ts';
import { checkRichText } from './rich-text.ts';
import { checkChart, checkDataTable, checkTable } from './tables.ts';

interface BlockKind {
  readonly surfaces: readonly Surface[];
  readonly fields: readonly string[];
  readonly check: (check: Check, block: Json) => void;
}

const everywhere: readonly Surface[] = ['message', 'modal', 'home'];
const messagesOnly: readonly Surface[] = ['message'];
const tableLike = ['table', 'data_table'];
const maxBytes = 250_000;

function checkImage(check: Check, image: Json, fields: readonly string[]): void {
  onlyFields(check, image, ['type', 'image_url', 'slack_file', 'alt_text', ...fields]);
  stringAt(check, image, 'alt_text', { max: 2000, required: true });
  if (image.slack_file === undefined) stringAt(check, image, 'image_url', { max: 3000, required: true });
}

const kinds: Readonly<Record<string, BlockKind>> = {
  header: {
    surfaces: everywhere,
    fields: ['text'],
    check: (check, block) => textAt(check, block, 'text', { max: 150, plain: true }),
  },
  divider: { surfaces: everywhere, fields: [], check: () => {} },
  section: { surfaces: everywhere, fields: ['text', 'fields', 'accessory', 'expand'], check: checkSection },
  context: {
    surfaces: everywhere,
    fields: ['elements'],
    check: (check, block) => {
      listAt(check, block, 'elements', 1, 10).forEach((element, index) => {
        const here = at(at(check, 'elements'), index);
        if (!isJson(element)) {
          fault(here, 'must be an object');
          return;
        }
        if (element.type === 'image') checkImage(here, element, []);
        else checkText(here, element, { max: 3000, plain: false });
      });
    },
  },
  actions: {
    surfaces: everywhere,
    fields: ['elements'],
    check: (check, block) => {
      listAt(check, block, 'elements', 1, 25).forEach((element, index) => {
        const here = at(at(check, 'elements'), index);
        if (!isJson(element)) {
          fault(here, 'must be an object');
          return;
        }
        checkElement(here, element, 'actions');
      });
    },
  },
  input: {
    surfaces: everywhere,
    fields: ['label', 'hint', 'optional', 'element', 'dispatch_action'],
    check: (check, block) => {
      textAt(check, block, 'label', { max: 2000, plain: true });
      textAt(check, block, 'hint', { max: 2000, plain: true, required: false });
      booleanAt(check, block, 'optional');
      booleanAt(check, block, 'dispatch_action');
      const element = objectAt(check, block, 'element');
      if (element) checkElement(at(check, 'element'), element, 'input');
    },
  },
  image: {
    surfaces: everywhere,
    fields: ['image_url', 'slack_file', 'alt_text', 'title'],
    check: (check, block) => {
      checkImage(check, block, ['title', 'block_id']);
      textAt(check, block, 'title', { max: 2000, plain: true, required: false });
    },
  },
  rich_text: { surfaces: everywhere, fields: ['elements'], check: checkRichText },
  table: { surfaces: messagesOnly, fields: ['rows', 'column_settings'], check: checkTable },
  data_table: {
    surfaces: messagesOnly,
    fields: ['rows', 'caption', 'page_size', 'row_header_column_index'],
    check: checkDataTable,
  },
  data_visualization: { surfaces: messagesOnly, fields: ['title', 'chart'], check: checkChart },
  markdown: {
    surfaces: messagesOnly,
    fields: ['text'],
    check: (check, block) => stringAt(check, block, 'text', { max: 12_000, required: true }),
  },
};

function checkSection(check: Check, block: Json): void {
  if (block.text === undefined && block.fields === undefined) fault(check, 'missing required field: text');
  textAt(check, block, 'text', { max: 3000, plain: false, required: false });
  booleanAt(check, block, 'expand');
  if (block.fields !== undefined) {
    listAt(check, block, 'fields', 1, 10).forEach((field, index) => {
      const here = at(at(check, 'fields'), index);
      if (!isJson(field)) {
        fault(here, 'must be an object');
        return;
      }
      checkText(here, field, { max: 2000, plain: false });
    });
  }
  const accessory = objectAt(check, block, 'accessory', false);
  if (!accessory) return;
  const here = at(check, 'accessory');
  if (accessory.type === 'image') checkImage(here, accessory, []);
  else checkElement(here, accessory, 'accessory');
}

function checkBlock(check: Check, block: unknown): void {
  if (!isJson(block)) {
    fault(check, 'must be an object');
    return;
  }
  const kind = typeof block.type === 'string' ? kinds[block.type] : undefined;
  if (!kind) {
    fault(at(check, 'type'), `unsupported type: ${String(block.type)}`);
    return;
  }
  if (!kind.surfaces.includes(check.surface)) {
    fault(at(check, 'type'), `unsupported type on this surface: ${String(block.type)}`);
  }
  onlyFields(check, block, ['type', 'block_id', ...kind.fields]);
  stringAt(check, block, 'block_id', { max: 255 });
  if (typeof block.block_id === 'string' && block.block_id !== '') {
    if (check.blockIds.has(block.block_id)) {
      fault(at(check, 'block_id'), `\`block_id\` \`${block.block_id}\` already exists`);
    }
    check.blockIds.add(block.block_id);
  }
  // Slack refuses a repeated action_id within one block only.
  kind.check({ ...check, actionIds: new Set() }, block);
}

function newCheck(surface: Surface, path: string): Check {
  return { surface, path, faults: [], actionIds: new Set(), blockIds: new Set() };
}

function checkList(check: Check, blocks: unknown, max: number): void {
  if (!Array.isArray(blocks)) {
    fault(check, 'must be a list');
    return;
  }
  if (blocks.length > max) fault(check, `no more than ${max} items allowed`);
  blocks.forEach((block, index) => {
    checkBlock(at(check, index), block);
  });
}

/**
 * Faults in a message's blocks, as strictly as Slack judges them: unknown block, element or field, a missing
 * field, a text over its limit, a repeated id, more than 50 blocks, more than one table or two charts.
 */
export function checkMessageBlocks(blocks: unknown): Fault[] {
  const check = newCheck('message', '/blocks');
  checkList(check, blocks, 50);
  if (Array.isArray(blocks)) {
    const types = blocks.filter(isJson).map((block) => block.type);
    if (types.filter((type) => tableLike.includes(String(type))).length > 1) {
      fault(check, 'only_one_table_allowed');
    }
    if (types.filter((type) => type === 'data_visualization').length > 2) {
      fault(check, 'no more than 2 data_visualization blocks allowed');
    }
  }
  return check.faults;
}

/** Faults in a view given to `views.open`, `views.push`, `views.update` (modal) or `views.publish` (home). */
export function checkView(view: unknown, allowed: 'modal' | 'home'): Fault[] {
  const check = newCheck(allowed, '/view');
  if (!isJson(view)) return [{ path: '/view', problem: 'must be an object' }];
  oneOfAt(check, view, 'type', [allowed], true);
  const both = ['type', 'blocks', 'private_metadata', 'callback_id', 'external_id'];
  const modal = ['title', 'close', 'submit', 'clear_on_close', 'notify_on_close', 'submit_disabled'];
  onlyFields(check, view, allowed === 'modal' ? [...both, ...modal] : both);
  stringAt(check, view, 'private_metadata', { max: 3000 });
  stringAt(check, view, 'callback_id', { max: 255 });
  stringAt(check, view, 'external_id', { max: 255 });
  if (view.blocks === undefined) fault(check, 'missing required field: blocks');
  else checkList(at(check, 'blocks'), view.blocks, 100);
  if (allowed === 'modal') {
    textAt(check, view, 'title', { max: 24, plain: true });
    textAt(check, view, 'submit', { max: 24, plain: true, required: false });
    textAt(check, view, 'close', { max: 24, plain: true, required: false });
    const blocks = Array.isArray(view.blocks) ? view.blocks : [];
    if (view.submit === undefined && blocks.some((block) => isJson(block) && block.type === 'input')) {
      fault(check, 'a view with input blocks must have a submit');
    }
  }
  return check.faults;
}

export function isTooLarge(view: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(view)) > maxBytes;
}

/** Faults as Slack lists them in `response_metadata.messages`. */
export function describeFaults(faults: readonly Fault[]): string[] {
  return faults.map((one) => `[ERROR] ${one.problem} [json-pointer:${one.path}]`);
}
