import { setWorkerUrl } from "maplibre-gl"; console.log(setWorkerUrl);
