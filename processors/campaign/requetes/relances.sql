-- Les collectivités à relancer : bilan à corriger, ou attendu et jamais reçu
SELECT siret AS "SIRET", nom AS "Collectivité", 'à corriger' AS "Raison", bloquants AS "Anomalies bloquantes",
    fichier AS "Fichier"
FROM suivi WHERE en_vigueur AND statut = 'à corriger'
UNION ALL
SELECT siret, nom, 'non reçu', NULL, NULL FROM attendus ANTI JOIN receptions USING (siret)
ORDER BY 1
