import type { ImageElement } from '@slack/types';
import { Unknown } from '../blocks/Unknown.tsx';
import { ButtonOf, OverflowOf } from './Buttons.tsx';
import { ChoicesOf, FileInputOf } from './Choices.tsx';
import type { Element } from './elements.ts';
import { PickerOf } from './Pickers.tsx';
import { SelectOf } from './Selects.tsx';
import { RichTextInputOf, TextInputOf } from './TextInputs.tsx';
import type { ElementPlace } from './useElement.ts';

export const imageAddress = (image: Pick<ImageElement, 'alt_text'> & object): string =>
  'image_url' in image ? String(image.image_url) : '';

export function ElementOf({ element, place }: { readonly element: Element; readonly place: ElementPlace }) {
  switch (element.type) {
    case 'button':
    case 'workflow_button':
      return <ButtonOf element={element} place={place} />;
    case 'overflow':
      return <OverflowOf element={element} place={place} />;
    case 'checkboxes':
    case 'radio_buttons':
      return <ChoicesOf element={element} place={place} />;
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return <PickerOf element={element} place={place} />;
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return <TextInputOf element={element} place={place} />;
    case 'rich_text_input':
      return <RichTextInputOf element={element} place={place} />;
    case 'file_input':
      return <FileInputOf element={element} place={place} />;
    case 'image':
      return <img className="accessory-image" src={imageAddress(element)} alt={element.alt_text} />;
    case 'static_select':
    case 'external_select':
    case 'users_select':
    case 'conversations_select':
    case 'channels_select':
    case 'multi_static_select':
    case 'multi_external_select':
    case 'multi_users_select':
    case 'multi_conversations_select':
    case 'multi_channels_select':
      return <SelectOf element={element} place={place} />;
    default:
      return <Unknown what="element" type={String((element as { type?: unknown }).type)} />;
  }
}
