/** What customers of no story ask: subjects and first messages. */

export const plainRequests: readonly (readonly [subject: string, text: string])[] = [
  [
    'Gateway loses its connection at night',
    'Every night between two and three the gateway is offline for some minutes. Nothing is planned at that time on our side.',
  ],
  [
    'How do I move a licence to another computer?',
    'We replaced the laboratory computer and need the licence on the new one.',
  ],
  [
    'Certificate lists the wrong serial number',
    'The certificate of last week names another serial number than the device has.',
  ],
  [
    'Please resend the invoice of last month',
    'Our accounting cannot find the invoice. Could you send it again?',
  ],
  [
    'Reading differs from the reference by 0.4',
    'After calibration the reading is 0.4 above the reference over the whole range.',
  ],
  [
    'User cannot see the second site',
    'My colleague sees only one of our two sites although both are ticked.',
  ],
  [
    'Sensor cable broken, which spare part?',
    'The cable at the probe is torn. Which part number do we order?',
  ],
  [
    'Display stays dark after power failure',
    'After a power failure the display stays dark. The unit itself works, we can reach it by network.',
  ],
  [
    'Request for a training date',
    'We have four new colleagues and would like a training in the next weeks.',
  ],
  ['Report arrives twice', 'The weekly report is sent twice to the same people.'],
  ['Which firmware is recommended?', 'We run 4.0. Is it advisable to update before the audit?'],
  [
    'Change of our delivery address',
    'From the first of next month please deliver to the new warehouse only.',
  ],
];
