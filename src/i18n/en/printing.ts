/** Documents on paper, and as files. */
export const printing = {
  open: 'Print',
  title: 'Print this document',
  choose: 'What is to be printed?',
  confirm: (count: number) =>
    `Make a print with ${String(count)} ${count === 1 ? 'field' : 'fields'}`,
  asking: 'The issuer is signing and registering the print',
  aboutTitle: 'A print does not prove who carries it',
  about:
    'The issuer signs a copy of its own for paper. Whoever has the paper can show it: at a counter it counts as a printed copy, and the bearer is not proven.',
  offline: 'No network. The issuer makes the print, so printing needs one.',
  size: 'Size',
  sizes: { page: 'A4 page', card: 'Card' },
  cardNote: 'Printed on A4 in true size, 85.6 × 54 mm each side: cut along the lines and fold.',
  cardTooMuch:
    'This much does not fit a card: the code would be too fine for paper. Choose fewer fields, or the page.',
  print: 'Print',
  again: 'Change fields',
  printedCopy: 'Printed copy · bearer not proven',
  scan: 'Verify: scan with Lightseal',
  valid: (until: string) => `This print is good until ${until}`,
  made: (day: string) => `Signed for print on ${day}`,
  issuer: 'Issuer',
  more: (count: number) => `${String(count)} more in the code`,
  file: {
    title: 'Structured invoice file',
    note: 'UBL 2.1, for accounting software. The file carries no signature: the document in this wallet stays the proof.',
    save: 'Save as file',
    notice:
      'Exported from a signed document by its holder. This file carries no signature and proves nothing by itself.',
  },
  onPaper: 'Printed',
  label: (title: string) => `Code of the print: ${title}`,
};
