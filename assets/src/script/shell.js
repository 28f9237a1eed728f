// What every page has: htmx for partial updates, search with suggestions, and a few keys.
import "htmx.org";
import accessibleAutocomplete from "accessible-autocomplete";
import { searchBox } from "./search.js";
import { gridKeys } from "./grid.js";
import { shortcuts } from "./keys.js";

searchBox(accessibleAutocomplete);
gridKeys();
shortcuts();
