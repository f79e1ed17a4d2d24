/// How the page looks: one sheet for paper, light and dark screens.
enum HTMLStyle {
  /// Colours are Okabe and Ito's, which people tell apart who see few colours; text keeps a contrast of at least 4.5 : 1,
  /// and no colour stands without a pattern, a word or a number beside it.
  static let sheet = """
    :root{--paper:#fff;--ink:#1a1a1a;--soft:#565656;--line:#d4d4d4;--kept:#0072b2;--lost:#8f3f00;--mark:#d55e00;--dot:#56b4e9;--band:#f4f4f2}
    @media (prefers-color-scheme:dark){:root{--paper:#14161a;--ink:#ececec;--soft:#b4b4b4;--line:#3c4046;--kept:#56b4e9;--lost:#f0a860;--mark:#e69f00;--dot:#0072b2;--band:#1e2126}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
    main{max-width:64rem;margin:0 auto;padding:1.5rem 1rem 4rem}
    h1{font-size:1.7rem;line-height:1.2;margin:0 0 1rem}
    h1+p{font-size:1.2rem;max-width:46rem}
    h2{font-size:1.25rem;margin:2.5rem 0 .5rem;padding-top:.75rem;border-top:2px solid var(--line)}
    h3{font-size:1rem;margin:1.5rem 0 .5rem}
    p,li{max-width:46rem}
    code{font-family:ui-monospace,monospace;font-size:.92em}
    a{color:var(--kept)}
    a:focus-visible,.table:focus-visible,figure:focus-visible{outline:3px solid var(--mark);outline-offset:2px}
    nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;padding:0;margin:1rem 0;list-style:none}
    .table{overflow-x:auto;margin:.75rem 0}
    table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums}
    th,td{padding:.3rem .7rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
    thead th{color:var(--soft);font-weight:600;vertical-align:bottom}
    tbody th{font-weight:500;white-space:nowrap}
    @media (max-width:40rem){tbody th{white-space:normal;min-width:6.5rem}}
    tbody tr:nth-child(even){background:var(--band)}
    .number{text-align:right;white-space:nowrap}
    .lost{color:var(--lost)}
    figure{margin:1rem 0;overflow-x:auto}
    figure svg{display:block;width:100%;min-width:32rem;max-width:46rem;height:auto}
    svg text{font:13px system-ui,sans-serif;fill:var(--ink)}
    svg .soft{fill:var(--soft)}
    svg .end{text-anchor:end}
    svg .kept{fill:var(--kept)}
    svg .sign{fill:var(--mark)}
    svg .gone{fill:url(#gone)}
    svg .later{fill:url(#later)}
    svg .axis{stroke:var(--soft);stroke-width:1}
    svg .range{stroke:var(--kept);stroke-width:3}
    svg .curve{fill:none;stroke:var(--kept);stroke-width:2}
    svg .hatch{stroke:var(--mark);stroke-width:3}
    svg .dots{fill:var(--line)}
    @media print{nav{display:none}body{font-size:11px}section{break-inside:avoid}.table{overflow:visible}}

    """

  /// Fills that are told apart without colour; every drawing refers to them.
  static let patterns = """
    <svg width="0" height="0" aria-hidden="true" focusable="false"><defs>
    <pattern id="gone" width="6" height="6" patternUnits="userSpaceOnUse"><path class="hatch" d="M0 6L6 0"/></pattern>
    <pattern id="later" width="6" height="6" patternUnits="userSpaceOnUse"><circle class="dots" cx="3" cy="3" r="2"/></pattern>
    </defs></svg>

    """
}
