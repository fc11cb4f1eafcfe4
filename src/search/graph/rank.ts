/** What is out of the search has this rank; no hypothesis in it is below `alive`. */
export const dead = -1e30;
export const alive = -1e8;
