/** `dead` is the rank of whatever is out of the search; no hypothesis in the search ranks below `alive`. */
export const dead = -1e30;
export const alive = -1e8;
