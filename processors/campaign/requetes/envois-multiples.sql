-- Les collectivités qui ont envoyé plusieurs bilans, et celui qui est en vigueur
SELECT siret AS "SIRET", nom AS "Collectivité", recu_le AS "Reçu le", fichier AS "Fichier", rang AS "Rang",
    verdict AS "Verdict", statut AS "Statut", en_vigueur AS "En vigueur"
FROM suivi WHERE siret IN (FROM suivi SELECT siret WHERE siret <> '' GROUP BY siret HAVING count(*) > 1)
ORDER BY siret, recu_le, id
