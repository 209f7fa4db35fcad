/** The look of the account pages: plain, neutral, light and dark. */
import { createHash } from 'node:crypto';

const style = `
:root{color-scheme:light dark;--back:#f4f5f7;--card:#fff;--text:#1a1d21;--quiet:#5b6470;--line:#dfe2e6;--field:#b9bfc7;--act:#1f5fbf;--on-act:#fff;--bad:#b3261e;--bad-back:#fdeceb}
@media (prefers-color-scheme:dark){:root{--back:#121417;--card:#1b1e22;--text:#e8eaed;--quiet:#a0a8b3;--line:#30353b;--field:#565e68;--act:#8ab4f8;--on-act:#10213c;--bad:#ff8f86;--bad-back:#3a1d1b}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;justify-content:center;align-items:flex-start;background:var(--back);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{width:100%;max-width:460px;margin:8vh 16px 32px;padding:32px;background:var(--card);border:1px solid var(--line);border-radius:12px}
h1{margin:0 0 4px;font-size:21px;line-height:1.3;font-weight:600;overflow-wrap:anywhere}
h2{margin:24px 0 6px;font-size:13px;font-weight:600;color:var(--quiet)}
p{margin:0 0 12px}
.quiet{color:var(--quiet);font-size:14px;overflow-wrap:anywhere}
ul{margin:0;padding:0;list-style:none;border-top:1px solid var(--line)}
li{display:flex;justify-content:space-between;gap:24px;padding:5px 0;font-size:14px;border-bottom:1px solid var(--line)}
li span:last-child{color:var(--quiet);text-align:end}
form{margin:0}
label{display:block;margin:18px 0 5px;font-size:14px;font-weight:500}
input,select{width:100%;height:40px;padding:0 11px;border:1px solid var(--field);border-radius:7px;background:var(--card);color:var(--text);font:inherit}
.actions{display:flex;gap:12px;margin-top:28px}
button{flex:1;height:40px;border:1px solid var(--field);border-radius:7px;background:transparent;color:var(--text);font:inherit;font-weight:600;cursor:pointer}
button.main{border-color:var(--act);background:var(--act);color:var(--on-act)}
a{color:var(--act)}
:is(input,select,button,a):focus-visible{outline:2px solid var(--act);outline-offset:2px}
.bad{margin:18px 0 0;padding:9px 12px;border-radius:7px;background:var(--bad-back);color:var(--bad);font-size:14px}
.code{font-size:19px;letter-spacing:.14em;text-transform:uppercase}
footer{margin-top:24px;padding-top:14px;border-top:1px solid var(--line);font-size:13px;color:var(--quiet)}
`;

/** Whole, since a formatter's space inside it would change the hash. */
export const styleElement = `<style>${style}</style>`;

/** For the page's Content-Security-Policy: nothing but this style may apply. */
export const styleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`;
