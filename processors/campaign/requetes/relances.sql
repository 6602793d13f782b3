-- Les collectivités à relancer : dernier envoi à corriger, ou attendu et jamais reçu
SELECT siret AS "SIRET", nom AS "Collectivité",
    CASE WHEN en_vigueur AND refuse THEN 'refusé' WHEN en_vigueur THEN 'à corriger' ELSE 'dernier envoi à corriger' END
        AS "Raison",
    CASE WHEN refuse THEN motif END AS "Motif", bloquants AS "Anomalies bloquantes", fichier AS "Fichier"
FROM suivi WHERE a_corriger AND siret <> ''
UNION ALL
SELECT siret, nom, 'non reçu', NULL, NULL, NULL FROM attendus ANTI JOIN receptions USING (siret)
ORDER BY 1
