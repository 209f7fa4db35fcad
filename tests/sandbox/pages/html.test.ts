import { describe, expect, it } from 'vitest';
import { html, jsonForScript } from './html';

const hostile = `"><img src=x onerror=alert(1)>'&\``;

describe('html', () => {
  it('escapes values in text and attributes', () => {
    const { text } = html`<a title="${hostile}">${hostile}</a>`;
    const escaped = '&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&amp;&#96;';
    expect(text).toBe(`<a title="${escaped}">${escaped}</a>`);
  });

  it('takes templates and lists of them as they are, once', () => {
    const items = ['<b>', 'c'].map((item) => html`<i>${item}</i>`);
    expect(html`${items}${[items[1]]}`.text).toBe('<i>&lt;b&gt;</i><i>c</i><i>c</i>');
  });

  it('prints nothing for what is absent, and zero as zero', () => {
    expect(html`[${null}${undefined}${false}${0}]`.text).toBe('[0]');
  });

  it('keeps data from ending a script element', () => {
    const { text } = jsonForScript({ name: '</script><script>alert(1)</script><!--' });
    expect(text).not.toMatch(/[<>]/);
    expect(JSON.parse(text)).toEqual({ name: '</script><script>alert(1)</script><!--' });
  });
});
