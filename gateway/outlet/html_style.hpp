// The style sheet of the HTML report. Contrast of every pair of text and ground is at least 4.5 to 1
// (WCAG 2.2, 1.4.3). The scale of the heat map runs from orange to blue, which colour-blind readers can tell
// apart, and each cell says its number and draws it as a bar, so that colour is never the only sign (1.4.1).
#pragma once

namespace sluice::outlet {

inline constexpr char kStyle[] = R"css(
:root{--blue:#005eb8;--dark-blue:#003087;--ink:#212b32;--soft:#4c6272;--line:#d8dde0;--ground:#f0f4f5;
--paper:#fff;--focus:#ffeb3b;--red:#b8281c;--amber:#8a4b00;--green:#00662f}
*{box-sizing:border-box}
html{font:100%/1.5 Arial,"Helvetica Neue",Helvetica,sans-serif;color:var(--ink);background:var(--ground);
-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;overflow-wrap:break-word}
.wrap{max-width:75rem;margin:0 auto;padding:0 1.5rem}
a{color:var(--blue)}
a:hover{color:var(--dark-blue)}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--ink);outline-offset:0;
background-color:var(--focus);color:var(--ink);border-radius:2px}
.scroll[tabindex]:focus-visible{background-color:transparent;outline-offset:2px;box-shadow:0 0 0 6px var(--focus)}
.skip{position:absolute;left:-999rem;padding:.75rem 1rem;background:var(--focus);color:var(--ink);z-index:1}
.skip:focus{left:1rem;top:1rem}
.banner{background:var(--blue);color:#fff;padding:2rem 0 2.25rem}
.banner p{margin:0}
.product{font-weight:700;letter-spacing:.01em}
h1{font-size:2.25rem;line-height:1.2;margin:.25rem 0 .5rem}
.lead{font-size:1.1875rem}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:1rem 2rem;margin:1.5rem 0 0;
padding-top:1.25rem;border-top:1px solid #80afdc}
.facts div{min-width:0}
.facts div.wide{grid-column:1/-1}
.facts div.wide dd{font-weight:400}
.facts dt{font-size:.875rem;color:#e8f1fa}
.facts dd{margin:0;font-weight:700;overflow-wrap:anywhere}
.contents{background:var(--paper);border-bottom:1px solid var(--line)}
.contents ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:0;padding:.75rem 0}
.contents a{display:inline-block;padding:.25rem 0}
main{padding-bottom:3rem}
section{background:var(--paper);margin:1.5rem 0 0;padding:1.75rem 2rem 2rem;border:1px solid var(--line);border-radius:4px}
h2{font-size:1.5rem;line-height:1.3;margin:0 0 .75rem}
h3{font-size:1.1875rem;line-height:1.35;margin:2rem 0 .5rem}
h2+h3{margin-top:0}
h4{font-size:1rem;margin:1.25rem 0 .5rem}
p,li,dd{max-width:44rem}
p{margin:0 0 1rem}
.hint{color:var(--soft)}
.state{border-left:8px solid var(--blue);background:#f0f6fc;padding:1rem 1.25rem;margin:0 0 1.25rem}
.state p{margin:.25rem 0 0}
.state strong{font-size:1.1875rem}
.state.good{border-color:var(--green);background:#eef7f1}
.state.attention{border-color:#d97706;background:#fff7eb}
.state.stopped{border-color:var(--red);background:#fdf1f0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:1rem;margin:0 0 1.25rem;padding:0;list-style:none}
.tiles li{border:1px solid var(--line);border-top:4px solid var(--blue);padding:.75rem 1rem;border-radius:0 0 4px 4px;max-width:none}
.tiles b{display:block;font-size:1.625rem;line-height:1.2;font-variant-numeric:tabular-nums}
.tiles span{color:var(--soft);font-size:.9375rem}
.first{list-style:none;counter-reset:first;margin:0;padding:0}
.first li{counter-increment:first;position:relative;padding:1rem 0 1rem 3.25rem;border-top:1px solid var(--line);max-width:none}
.first li::before{content:counter(first);position:absolute;left:0;top:1rem;width:2.25rem;height:2.25rem;border-radius:50%;
background:var(--blue);color:#fff;font-weight:700;text-align:center;line-height:2.25rem}
.first p{margin:.25rem 0 0}
.first .head{font-weight:700;margin:0}
.scroll{overflow-x:auto;margin:0 0 1rem}
table{border-collapse:collapse;width:100%;font-size:.9375rem;line-height:1.4}
caption{text-align:left;font-weight:700;padding:0 0 .5rem}
caption span{display:block;font-weight:400;color:var(--soft)}
th,td{text-align:left;vertical-align:top;padding:.5rem .625rem;border-bottom:1px solid var(--line)}
tr>:first-child{padding-left:0}
thead th{vertical-align:bottom;border-bottom:2px solid var(--soft)}
tbody th{font-weight:400}
tfoot th,tfoot td{font-weight:700;border-bottom:0;border-top:2px solid var(--soft)}
th.n,td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.zero{color:var(--soft)}
td.name,th.name{overflow-wrap:anywhere;min-width:15rem}
.sub{display:block;color:var(--soft);font-size:.875rem}
.yes{color:var(--green);font-weight:700;white-space:nowrap}
.no{color:var(--red);font-weight:700}
code,.code{font-family:Consolas,"Liberation Mono",Menlo,monospace;font-size:.875em;overflow-wrap:anywhere}
.heat{border-collapse:separate;border-spacing:2px;width:auto;min-width:min(100%,34rem);font-size:.875rem}
.heat th,.heat td{border:0;padding:.375rem .375rem}
.heat thead th{border:0;text-align:center;font-weight:700;line-height:1.2;white-space:nowrap}
.heat thead th:first-child{text-align:left}
.heat thead th.long{white-space:normal;min-width:6rem}
.heat tr>:first-child{position:sticky;left:0;background:#fff;padding-left:0}
.heat tbody th{min-width:9.5rem;line-height:1.3;vertical-align:middle}
.heat td{min-width:3.375rem;text-align:center;font-variant-numeric:tabular-nums;white-space:nowrap;color:var(--ink);
border:1px solid transparent;padding-bottom:.5625rem}
.heat td.all{font-weight:700}
.h4,.h3,.h2,.h1,.h0{background-image:linear-gradient(to right,var(--bar) var(--p),transparent 0);background-size:100% 4px;
background-repeat:no-repeat;background-position:0 100%}
.h4{background-color:#e4eff9;--bar:#005eb8}
.h3{background-color:#c3dcf2;--bar:#005eb8}
.h2{background-color:#ffe9bd;--bar:#8a4b00}
.h1{background-color:#fbc391;--bar:#8a3c00}
.h0{background-color:#f6a468;--bar:#7a2e00}
.heat td.h1{border:1px dashed #8a3c00}
.heat td.h0{border:2px solid #7a2e00;font-weight:700}
.heat td.none{color:var(--soft)}
.nc{background-image:repeating-linear-gradient(135deg,#fff 0 5px,#dfe4e7 5px 7px)}
.heat td.nc{color:var(--ink);border:1px solid var(--soft)}
.heat td.nc.wide{text-align:left;padding-left:.75rem}
.heat td.bar{font-size:.8125rem;line-height:1.2}
.key .nc{border:1px solid var(--soft)}
.key{display:flex;flex-wrap:wrap;gap:.5rem 1rem;list-style:none;margin:0 0 1rem;padding:0;font-size:.875rem}
.key li{display:flex;align-items:center;gap:.375rem}
.key span{display:inline-block;width:2.5rem;height:1.375rem;border:1px solid transparent}
.key .h1{border:1px dashed #8a3c00}
.key .h0{border:2px solid #7a2e00}
.tag{display:inline-block;padding:0 .5rem;border:2px solid;border-radius:3px;font-size:.875rem;font-weight:700;line-height:1.5;
background:#fff;vertical-align:.125em;margin-right:.375rem}
.tag.fatal,.tag.error{color:var(--red)}
.tag.fatal{background:var(--red);color:#fff}
.tag.warning{color:var(--amber)}
.tag.information{color:var(--blue)}
article{border-top:1px solid var(--line);padding:1.25rem 0 .5rem}
article h4{margin:0 0 .25rem;font-size:1.125rem}
.meta{color:var(--soft);font-size:.875rem;margin:0 0 .75rem}
.pwf{display:grid;grid-template-columns:9.5rem 1fr;gap:.375rem 1rem;margin:0 0 1rem}
.pwf dt{font-weight:700}
.pwf dd{margin:0}
details{margin:0 0 1rem}
summary{cursor:pointer;color:var(--blue);text-decoration:underline;padding:.25rem 0;width:fit-content;min-height:1.5rem}
summary:hover{color:var(--dark-blue)}
details>div{border-left:4px solid var(--line);padding:.5rem 0 .25rem 1rem;margin-top:.25rem}
figure{margin:0 0 1rem}
svg{display:block;width:100%;min-width:34rem;max-width:60rem;height:auto}
svg text{font-family:inherit;font-size:13px;fill:var(--ink)}
.swatches{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;list-style:none;margin:0 0 .5rem;padding:0;font-size:.9375rem}
.swatches li{display:flex;align-items:center;gap:.5rem}
.swatches span{width:1.25rem;height:1.25rem;border:1px solid var(--dark-blue)}
.s-made{background:var(--blue)}
.s-declined{background:repeating-linear-gradient(135deg,#fff 0 3px,var(--dark-blue) 3px 5px)}
.glossary dt{font-weight:700;margin-top:.75rem}
.glossary dd{margin:0}
footer{color:var(--soft);font-size:.875rem;padding:0 0 2rem}
section>:last-child{margin-bottom:0}
@media (max-width:40rem){
.heat tbody th{min-width:7rem}
td.name,th.name{min-width:12rem}
.wrap{padding:0 .75rem}
section{padding:1.25rem 1rem 1.5rem}
h1{font-size:1.75rem}
.banner{padding:1.25rem 0 1.5rem}
.facts{grid-template-columns:1fr 1fr;gap:.75rem 1rem}
.pwf{grid-template-columns:1fr;gap:0}
.pwf dd{margin-bottom:.5rem}
.contents li{flex:1 1 45%}
.contents ul{gap:.25rem 1rem}
.tiles{grid-template-columns:1fr 1fr;gap:.75rem}
}
@page{size:A4;margin:14mm 12mm}
@media print{
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
html{font-size:9.5pt;background:#fff}
.wrap{max-width:none;padding:0}
.banner{padding:6mm}
.contents,.skip{display:none}
section{border:0;border-top:1px solid var(--line);border-radius:0;margin:5mm 0 0;padding:4mm 0 0}
h2,h3,h4,h2+p,dt,.meta,caption,summary,.swatches,.key{break-after:avoid}
article table,.heat{break-inside:avoid}
.h4,.h3,.h2,.h1,.h0{background-size:100% 2px}
p,tr,li,.state,figure,.pwf,.tiles{break-inside:avoid}
thead,thead tr{break-after:avoid}
tbody>tr:first-child{break-before:avoid}
thead{display:table-header-group}
tfoot{display:table-row-group}
.scroll{overflow:visible}
table{font-size:8pt}
td.name,th.name{min-width:0}
.heat{font-size:7pt;border-spacing:1px;width:100%;min-width:0}
.heat th,.heat td{padding:1.2mm .6mm;min-width:0}
.heat td{padding-bottom:2mm}
.heat tbody th{min-width:24mm}
.heat tr>:first-child{position:static}
svg{min-width:0;max-width:150mm}
details::details-content{content-visibility:visible;display:block;height:auto}
summary{color:var(--ink);text-decoration:none;list-style:none;font-weight:700}
a{color:inherit;text-decoration:none}
p,li,dd{orphans:3;widows:3}
}
)css";

}  // namespace sluice::outlet
