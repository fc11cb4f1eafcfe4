/** The version of this henkan, that of package.json. A constant, because pages in a browser cannot read that file. */
export const henkanVersion = "0.1.0";
