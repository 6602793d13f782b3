/* Each formula sends its arguments to the server that served this file and shows its answer.
   REGLAGES (version, fonctions, appel) is written above by xl_addin/serveur.py. */
"use strict";

let versionExcel = "1.1";

Office.onReady(() => {
  const connues = ["1.4", "1.3", "1.2"];
  const prise = (version) => Office.context.requirements.isSetSupported("CustomFunctionsRuntime", version);
  versionExcel = connues.find(prise) || "1.1";
});

async function appeler(nom, parametres) {
  await Office.onReady();
  const invocation = parametres.pop();
  const reponse = await fetch(REGLAGES.appel, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      func_name: nom,
      args: parametres.map((parametre) => (parametre === undefined ? null : parametre)),
      caller_address: invocation.address || null,
      client: "Office.js",
      version: REGLAGES.version,
      runtime: versionExcel,
      culture_info_name: Office.context.displayLanguage || "fr-FR",
      date_format: null,
    }),
  });
  const contenu = await reponse.json();
  if (!reponse.ok) {
    return [[`⚠ ${contenu.erreur}`]];
  }
  return contenu.result;
}

for (const nom of REGLAGES.fonctions) {
  CustomFunctions.associate(nom, async (...parametres) => {
    try {
      return await appeler(nom, parametres);
    } catch (erreur) {
      return [["⚠ Le serveur du complément ne répond pas"]];
    }
  });
}
